// The reference implementation as a process that answers as long as it is asked: one line of JSON holds a schema and cases, the line that
// answers their verdicts, or the error that the schema has. Couverture.Fuzzing starts it.

import { createInterface } from "node:readline";
import { schemaOf, verdict } from "./verdict.mjs";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}

async function answer({ schema: text, cases }) {
  let schema;
  try {
    schema = schemaOf(text);
  } catch (error) {
    return { error: error.message };
  }
  const verdicts = [];
  for (const one of cases) verdicts.push(await judged(schema, one));
  return { verdicts };
}

async function judged(schema, { document, variables, operationName, root }) {
  try {
    return await verdict(schema, JSON.parse(root), { document, variables: variables && JSON.parse(variables), operationName });
  } catch (error) {
    return { phase: "crash", data: error.stack };
  }
}
