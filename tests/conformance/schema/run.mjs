// npm test: lints the schema and the operations, and compares the schema with the last landed one. Ends with the line "N passed, N failed".

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { buildSchema, isObjectType } from "graphql";
import { check, close, equal } from "../live/check.mjs";
import { disabled } from "./linter.config.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const schema = join(root, "schema", "portfolio.graphql");
const landed = join(root, "schema", "landed.graphql");
const changes = join(root, "schema", "CHANGES.md");
const artifacts = join(here, "artifacts");
mkdirSync(artifacts, { recursive: true });

const command = (name, args, env = {}) => spawnSync(process.execPath, [join(here, "node_modules", ...name), ...args], { encoding: "utf8", cwd: here, env: { ...process.env, ...env } });

/** Writes a changed copy of a file and returns its path. */
function changed(name, file, change) {
  const text = readFileSync(file, "utf8");
  const result = change(text);
  if (result === text) throw new Error(`the change of ${file} did not change anything`);
  writeFileSync(join(artifacts, name), result);
  return join(artifacts, name);
}

// @graphql-eslint
const eslint = new ESLint({ cwd: root, overrideConfigFile: join(here, "eslint.config.mjs") });
const lint = async (patterns) => (await eslint.lintFiles(patterns)).flatMap(({ filePath, messages }) => messages.map(({ line, ruleId, message }) => `${filePath.slice(root.length)}:${line} ${ruleId}: ${message}`));
await check("eslint: the schema has no findings", async () => equal(await lint(["schema/portfolio.graphql"]), []));
await check("eslint: the operations have no findings", async () => equal(await lint(["schema/operations/*.graphql"]), []));
await check("eslint: a finding is found", async () => {
  const [{ messages }] = await eslint.lintText("query Unnamed { wallet(address: $missing) { valueUsd } }", { filePath: join(root, "schema/operations/Unnamed.graphql") });
  equal(messages.some(({ message }) => /missing/.test(message)), true);
});

await check("schema: every type with an id is a node", () => {
  const types = buildSchema(readFileSync(schema, "utf8")).getTypeMap();
  const withId = Object.values(types).filter((type) => isObjectType(type) && type.getFields().id);
  equal([withId.length >= 8, withId.filter((type) => !type.getInterfaces().some(({ name }) => name === "Node")).map(({ name }) => name)], [true, []]);
});

// graphql-schema-linter
const all = readdirSync(join(here, "node_modules/graphql-schema-linter/lib/rules")).map((file) => file.replace(/\.js$/, "").replaceAll("_", "-"));
const linter = (file) => command(["graphql-schema-linter", "lib", "cli.js"], ["--format", "compact", "--rules", all.filter((rule) => !(rule in disabled)).join(), file]);
await check("schema linter: the disabled rules exist", () => equal(Object.keys(disabled).filter((rule) => !all.includes(rule)), []));
await check("schema linter: the schema has no findings", () => {
  const { status, stdout, stderr } = linter(schema);
  equal([stdout.trim(), stderr.trim(), status], ["", "", 0]);
});
await check("schema linter: a finding is found", () => equal(linter(changed("undescribed.graphql", schema, (text) => text.replace(/  "The reason, in the data source's own words[^\n]*\n/, ""))).status, 1));

// GraphQL Inspector. Its exit code is 1 if there is a breaking change.
const diff = (to, page = changes) => command(["@graphql-inspector", "cli", "cjs", "index.js"], ["diff", landed, to, "--rule", join(here, "dated.cjs")], { CHANGES_FILE: page, LANDED_FILE: landed });
await check("inspector: every breaking change since the landed schema is dated in CHANGES.md", () => {
  const { status, stdout, stderr } = diff(schema);
  if (status !== 0) throw new Error(`${stdout}${stderr}\nName each breaking change in backticks (\`Type.field\`) in a dated section of schema/CHANGES.md, or undo it.`);
});
const withoutField = () => changed("without-field.graphql", schema, (text) => text.replace(/  "The reason, in the data source's own words[^\n]*\n  reason: String\n/, ""));
await check("inspector: a breaking change that is not dated is found", () => {
  const { status, stdout } = diff(withoutField());
  equal([status, /ComplianceCheck/.test(stdout)], [1, true]);
});
await check("inspector: a breaking change that is dated is accepted", () => {
  const page = changed("dated.md", changes, (text) => text.replace(/^## /m, "## 2999-01-01: a test\n\n`reason` of `Chain`, `ComplianceCheck` is gone.\n\n## "));
  equal(diff(withoutField(), page).status, 0);
});
await check("inspector: a breaking change that was dated before the landed schema is found", () => {
  const page = changed("old.md", changes, (text) => `${text}\n## 2000-01-01: a test\n\n\`ComplianceCheck.reason\` is gone.\n`);
  equal(diff(withoutField(), page).status, 1);
});

process.exit(close());
