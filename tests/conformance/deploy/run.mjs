// npm test [-- PATH/PortfolioGraph.Server.dll]   (or set SERVER_DLL; by default the server is built)
// Checks the files in deploy/ and the Dockerfile: against the schemas of their formats, against each other, and against a running server behind nginx. No engine for containers is
// needed, so nothing here shows that the images can be pulled. Ends with "N passed, N failed".

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check, close, equal } from "../live/check.mjs";
import { alerts, compose, container, dashboard, deployment, dockerfile, environment, kustomization, manifest, manifestFiles, manifests, root, scrapes, seconds, text } from "./files.mjs";
import { checkCompose, checkExpression, checkManifests } from "./schemas.mjs";
import { checkServer } from "./server.mjs";

const graph = compose.services.portfoliograph;
const pod = deployment.spec.template;

// The formats.
await check("compose: the file is valid", () => equal(checkCompose(compose), []));
await check("compose: an unknown member is found", () => equal(checkCompose({ ...compose, services: { ...compose.services, redis: { imag: "redis" } } }).length > 0, true));
await check("kubernetes: the objects are valid", () => equal(checkManifests(manifests), []));
await check("kubernetes: an unknown member and a wrong type are found", () => {
  const [service] = manifests.filter(({ kind }) => kind === "Service");
  equal(checkManifests([{ ...service, spec: { ...service.spec, ports: [{ prt: 80 }] } }]).length, 1);
  equal(checkManifests([{ ...service, spec: { ...service.spec, ports: [{ port: "eighty" }] } }]).length, 1);
});
await check("kubernetes: the kustomization lists every file", () => equal([...kustomization.resources].sort(), [...manifestFiles].sort()));
const expressions = [
  ...dashboard.panels.flatMap((panel) => (panel.targets ?? []).map(({ expr }) => expr)),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
];
await check("promql: the expressions are valid", () => equal(expressions.length > 25 && expressions.flatMap(checkExpression), []));
await check("promql: an invalid expression is found", () => equal(checkExpression("sum(rate(x[5m])").length > 0, true));
await check("alerts: each has a severity and says what to do", () => {
  const rules = alerts.groups.flatMap(({ rules }) => rules);
  equal(rules.filter(({ labels, annotations }) => !["warning", "critical"].includes(labels.severity) || !annotations.summary || !annotations.description), []);
  equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
});
await check("dashboard: the panels do not overlap", () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
  equal(new Set(cells).size, cells.length);
  equal(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24), true);
});

// The files against each other.
const port = Number(/^EXPOSE (\d+)$/m.exec(dockerfile)[1]);
const portOf = (name) => container.ports.find((each) => each.name === name).containerPort;
const metricsPort = Number(/:(\d+)$/.exec(environment.Telemetry__PrometheusUrl)[1]);
await check("ports: those of the image, the pods, the services and the scrapes are equal", () => {
  equal(/^ENV ASPNETCORE_URLS=http:\/\/\+:(\d+)$/m.exec(dockerfile)[1], String(port));
  equal([portOf("http"), portOf("metrics")], [port, metricsPort]);
  equal(graph.environment.Telemetry__PrometheusUrl, environment.Telemetry__PrometheusUrl);
  equal(pod.metadata.annotations["prometheus.io/port"], String(metricsPort));
  equal(scrapes.scrape_configs.map(({ dns_sd_configs: [{ port }] }) => port), [metricsPort]);
  equal(manifest("Service", "portfoliograph-metrics").spec.ports[0].port, metricsPort);
  equal(text("deploy", "nginx", "default.conf.template").includes(`http://portfoliograph:${port};`), true);
  equal(compose.services.balancer.ports[0].endsWith(`:${port}`), true);
  equal(JSON.stringify(compose.services).includes(`${metricsPort}:${metricsPort}`), false, "the metrics are not published");
});
await check("ports: names lead to ports of the containers", () => {
  for (const service of manifests.filter(({ kind }) => kind === "Service")) {
    const target = manifests.find(({ kind, spec }) => kind === "Deployment" && spec.selector.matchLabels["app.kubernetes.io/name"] === service.spec.selector["app.kubernetes.io/name"]);
    const names = target.spec.template.spec.containers.flatMap(({ ports }) => ports.map(({ name }) => name));
    equal(service.spec.ports.filter(({ targetPort }) => !names.includes(targetPort)), []);
  }
});
await check("labels: every selector selects a deployment's pods", () => {
  const deployments = manifests.filter(({ kind }) => kind === "Deployment");
  const labels = deployments.map(({ spec }) => JSON.stringify(spec.template.metadata.labels));
  const selectors = manifests.flatMap(({ kind, spec }) =>
    kind === "Service" ? [spec.selector] : kind === "NetworkPolicy" ? [spec.podSelector.matchLabels] : kind === "HorizontalPodAutoscaler" ? [] : [spec.selector.matchLabels]);
  equal(selectors.length > 5 && selectors.map((selector) => JSON.stringify(selector)).filter((selector) => !labels.includes(selector)), []);
  equal(pod.spec.topologySpreadConstraints[0].labelSelector.matchLabels, pod.metadata.labels);
  const { scaleTargetRef } = manifest("HorizontalPodAutoscaler").spec;
  equal([scaleTargetRef.apiVersion, scaleTargetRef.kind, scaleTargetRef.name], [deployment.apiVersion, deployment.kind, deployment.metadata.name]);
});
await check("times: the grace period is longer than the server's shutdown", () => {
  for (const [settings, grace] of [[environment, pod.spec.terminationGracePeriodSeconds], [graph.environment, seconds(graph.stop_grace_period)]]) {
    const [delay, timeout] = [seconds(settings.Server__DrainDelay), seconds(settings.Server__DrainTimeout)];
    equal(delay > 0 && timeout > 0 && delay + timeout < grace, true);
  }
  const { periodSeconds, failureThreshold } = container.readinessProbe;
  equal(periodSeconds * failureThreshold < seconds(environment.Server__DrainDelay), true);
});
await check("replicas: some remain during a disruption and an update", () => {
  equal(manifest("HorizontalPodAutoscaler").spec.minReplicas > manifest("PodDisruptionBudget").spec.maxUnavailable, true);
  equal(deployment.spec.replicas, undefined);
  equal(deployment.spec.strategy.rollingUpdate.maxUnavailable, 0);
  equal(graph.deploy.replicas, 3);
});
await check("settings: Compose and Kubernetes set the same", () => {
  const of = (settings) => Object.keys(settings).filter((name) => /^(Redis|Server|Telemetry)__/.test(name) && name !== "Server__PublicUrl").sort();
  equal(of(graph.environment), of(environment));
  equal(/^redis:\d+$/.test(graph.environment.Redis__Configuration), true);
  equal(environment.Redis__Configuration, `portfoliograph-redis:${manifest("Service", "portfoliograph-redis").spec.ports[0].port}`);
});
await check("compose: variables are in the example, and the files that it mounts exist", () => {
  const used = new Set([...text("deploy", "compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name).filter((name) => name !== "TAG"));
  const listed = new Set([...text("deploy", ".env.example").matchAll(/^(\w+)=/gm)].map(([, name]) => name));
  equal([...used].sort(), [...listed].sort());
  const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes).filter((mount) => mount.startsWith("."));
  equal(mounts.length > 4 && mounts.map((mount) => mount.split(":")[0]).filter((path) => !existsSync(join(root, "deploy", path))), []);
});
await check("images: each can be pinned, and the build takes the digests", () => {
  const args = [...dockerfile.matchAll(/^ARG (\w+_DIGEST)=""$/gm)].map(([, name]) => name);
  equal([...dockerfile.matchAll(/^FROM (\S+)/gm)].filter(([, image]) => !args.some((name) => image.endsWith(`\${${name}}`))), []);
  equal(Object.keys(graph.build.args).sort(), [...args].sort());
  const others = Object.entries(compose.services).filter(([name]) => name !== "portfoliograph");
  equal(others.filter(([, { image }]) => !/^[\w./-]+:[\w.-]+\$\{\w+_DIGEST:-\}$/.test(image)), []);
});

// The Dockerfile restores before it has the code, so it lists the projects.
await check("dockerfile: every project of the server is restored", () => {
  const projects = new Set();
  const visit = (path) => {
    if (projects.has(path)) return;
    projects.add(path);
    for (const [, reference] of readFileSync(join(root, path), "utf8").matchAll(/<ProjectReference Include="([^"]+)"/g)) visit(join(dirname(path), reference));
  };
  visit("src/PortfolioGraph.Server/PortfolioGraph.Server.csproj");
  const copied = [...dockerfile.matchAll(/^COPY (src\/.*) src\/\S+$/gm)].flatMap(([, files]) => files.split(" ")).filter((file) => file.endsWith(".csproj"));
  equal(copied.sort(), [...projects].sort());
});

await checkServer();
process.exit(close());
