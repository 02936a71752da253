// Reads the files in deploy/ and the Dockerfile.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const text = (...path) => readFileSync(join(root, ...path), "utf8");
export const yaml = (...path) => parse(text(...path));

export const compose = yaml("deploy", "compose.yaml");
export const kustomization = yaml("deploy", "kubernetes", "kustomization.yaml");
export const manifestFiles = readdirSync(join(root, "deploy", "kubernetes")).filter((file) => file !== "kustomization.yaml");
export const manifests = manifestFiles.flatMap((file) => parseAllDocuments(text("deploy", "kubernetes", file)).map((document) => ({ file, ...document.toJS() })));
export const manifest = (kind, name = "portfoliograph") => {
  const found = manifests.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
};

export const dashboard = JSON.parse(text("deploy", "grafana", "dashboards", "portfoliograph.json"));
export const alerts = yaml("deploy", "prometheus", "alerts.yml");
export const scrapes = yaml("deploy", "prometheus", "prometheus.yml");
export const dockerfile = text("Dockerfile");

/** The environment of the container in deployment.yaml, without what comes from a Secret. */
export const deployment = manifest("Deployment");
export const container = deployment.spec.template.spec.containers[0];
export const environment = Object.fromEntries(container.env.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]));

/** The seconds of a duration such as 00:00:10 or 45s. */
export const seconds = (duration) => /^\d+s$/.test(duration) ? parseInt(duration) : duration.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
