// The reference implementation as a process, started by Couverture.Fuzzing. Each request is a line of JSON with a schema and cases. Each
// response is a line of JSON with the verdicts, or with the schema's error.

import { createInterface } from "node:readline";
import { schemaOf, verdict } from "./verdict.mjs";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await handle(JSON.parse(line)))}\n`);
}

async function handle({ schema: text, cases }) {
  let schema;
  try {
    schema = schemaOf(text);
  } catch (error) {
    return { error: error.message };
  }
  const verdicts = [];
  for (const testCase of cases) verdicts.push(await judge(schema, testCase));
  return { verdicts };
}

async function judge(schema, { document, variables, operationName, root }) {
  try {
    return await verdict(schema, JSON.parse(root), { document, variables: variables && JSON.parse(variables), operationName });
  } catch (error) {
    return { phase: "crash", data: error.stack };
  }
}
