// npm test [-- PATH/PortfolioGraph.Sandbox.dll]   (or set SANDBOX_DLL; by default the sandbox is built)
// Requests every route of the sandbox and validates every response against the vendor's OpenAPI documents. The documents are expected next to
// the repository in ../shared/upstream and are never part of it. Ends with the line "N passed, N failed".

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chainArtifact, observed, textRoutes } from "./deviations.mjs";
import { invalidQueries, validQueries } from "./requests.mjs";
import { assembly, start } from "./sandbox.mjs";
import { compile, exactBounds, readDocuments, routesOf } from "./schemas.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const documents = readDocuments(resolve(root, "..", "shared", "upstream"));
if (!documents) {
  console.log("Skipped: the vendor's OpenAPI documents (../shared/upstream next to the repository) are missing.");
  console.log("0 passed, 0 failed");
  process.exit(0);
}

const RUNS = [
  { name: "openapi", switches: { Naming: "OpenApi", Envelope: "Bare" } },
  {
    name: "openapi, other switches",
    switches: { Naming: "OpenApi", Envelope: "Bare", Owners: "Zero", DebtSign: "Negative", NullRowWithChainId: "true", ClosedInSnapshots: "false" },
  },
  { name: "observed", switches: { Naming: "Observed" }, deviations: observed },
  { name: "observed, object index", switches: { Naming: "Observed", Index: "Object" }, deviations: observed },
];

const validators = Object.fromEntries(Object.entries(documents).map(([version, document]) => [version, compile(version, document)]));
const asWritten = Object.fromEntries(Object.entries(documents).map(([version, document]) => [version, compile(version, document, { asWritten: true })]));
const routes = Object.entries(documents).flatMap(([version, document]) => routesOf(version, document));
const occurrences = new Map([...observed.map((d) => d.name), "report is text", "chains are numbers"].map((name) => [name, 0]));
let passed = 0;
let failed = 0;

check("the documents declare 11 routes of v5.0 and 12 of v4", () => {
  const count = (version) => routes.filter((r) => r.version === version).length;
  if (count("v5.0") !== 11 || count("v4") !== 12) throw new Error(`${count("v5.0")} and ${count("v4")}`);
});

const dll = assembly(root, process.argv[2] ?? process.env.SANDBOX_DLL);
for (const run of RUNS) {
  const sandbox = await start(dll, run.switches);
  try {
    for (const route of routes) await checkRoute(run, route, sandbox.address);
  } finally {
    await sandbox.stop();
  }
}

for (const [name, count] of occurrences)
  check(`deviation occurs: ${name}`, () => {
    if (count === 0) throw new Error("the deviation never occurs, so the entry is stale");
  });

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function checkRoute(run, route, address) {
  for (const [name, query] of validQueries(route)) {
    const response = await send(address, route, query);
    check(`${run.name}: ${route.path}, ${name}`, () => validateResponse(run, route, response));
  }
  if (!route.errorSchema) return;
  for (const [name, query] of invalidQueries(route)) {
    const response = await send(address, route, query);
    check(`${run.name}: ${route.path} rejects ${name}`, () => {
      expectStatus(response, 422);
      const body = JSON.parse(response.text);
      validate(validators[route.version](route.errorSchema), body);
      if (body.detail.length === 0) throw new Error("no detail");
    });
  }
}

async function send(address, route, query) {
  const response = await fetch(`${address}/${route.path}?${query}`, { headers: { authorization: "Bearer conformance" } });
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
}

function validateResponse(run, route, response) {
  expectStatus(response, 200);
  if (textRoutes.includes(route.path)) {
    validateCsv(response);
    countDeviation("report is text");
    return;
  }
  if (response.type !== "application/json") throw new Error(`content type ${response.type}`);
  const problems = exactBounds(response.text);
  if (problems.length > 0) throw new Error(problems.join("; "));

  let body = JSON.parse(response.text);
  if (chainArtifact.includes(route.path) && body.result.length > 0 && !asWritten[route.version](route.responseSchema)(body)) countDeviation("chains are numbers");
  for (const deviation of run.deviations ?? []) {
    const [undone, count] = deviation.undo(route.path, body);
    body = undone;
    countDeviation(deviation.name, count);
  }
  validate(validators[route.version](route.responseSchema), body);
}

function validateCsv({ type, text }) {
  if (!type.startsWith("text/csv")) throw new Error(`content type ${type}`);
  // A quoted field may contain commas and line breaks.
  const rows = text.trimEnd().replace(/"(?:[^"]|"")*"/g, "quoted").split("\n");
  if (rows.some((row) => row.split(",").length !== 11)) throw new Error("a row does not have 11 columns");
}

function validate(validator, body) {
  if (!validator(body)) {
    const first = validator.errors.slice(0, 3).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
    throw new Error(`${first.join("; ")} (${validator.errors.length} in all)`);
  }
}

function expectStatus(response, status) {
  if (response.status !== status) throw new Error(`status ${response.status}: ${response.text.slice(0, 200)}`);
}

function countDeviation(name, count = 1) {
  occurrences.set(name, occurrences.get(name) + count);
}

function check(name, test) {
  try {
    test();
    passed++;
  } catch (error) {
    failed++;
    console.log(`failed: ${name}: ${error.message}`);
  }
}
