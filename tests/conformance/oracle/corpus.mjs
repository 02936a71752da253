// The stored corpus (tests/Couverture.Tests/Oracle): runs its cases on the reference implementation and compares with the stored verdicts.
//   node corpus.mjs           compares and ends with "N passed, N failed"
//   node corpus.mjs --write   writes the verdicts

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readTheme } from "./cases.mjs";
import { schemaOf, verdict } from "./verdict.mjs";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../Couverture.Tests/Oracle");

/** Returns all themes with the reference implementation's verdicts, as the text to store. */
export async function verdicts() {
  const themes = [];
  for (const file of readdirSync(join(folder, "cases")).sort()) {
    const theme = readTheme(join(folder, "cases", file));
    const text = readFileSync(join(folder, "schemas", `${theme.settings.schema}.graphql`), "utf8");
    const root = JSON.parse(readFileSync(join(folder, "schemas", `${theme.settings.schema}.json`), "utf8"));
    const schema = schemaOf(text);
    const lines = [];
    for (const testCase of theme.cases) lines.push(`${JSON.stringify(testCase.name)}: ${JSON.stringify(await verdict(schema, testCase.root ?? root, testCase))}`);
    themes.push({ name: theme.name, lines });
  }
  return themes;
}

function stored(name) {
  const file = join(folder, "verdicts", `${name}.json`);
  return existsSync(file) ? new Set(readFileSync(file, "utf8").split("\n").map((line) => line.trim().replace(/,$/, ""))) : new Set();
}

/** Compares with the stored verdicts; returns the numbers of equal and different verdicts. */
export async function compare() {
  let [passed, failed] = [0, 0];
  for (const { name, lines } of await verdicts()) {
    const known = stored(name);
    for (const line of lines) {
      if (known.has(line)) {
        passed++;
      } else {
        failed++;
        console.log(`failed: ${name}: the stored verdict differs from ${line}`);
      }
    }
    // Three more lines than verdicts: the two braces, and the empty line after the last line feed.
    if (known.size !== lines.length + 3) {
      failed++;
      console.log(`failed: ${name}: the file is missing or has verdicts of removed cases`);
    }
  }
  return { passed, failed };
}

async function write() {
  mkdirSync(join(folder, "verdicts"), { recursive: true });
  let count = 0;
  for (const { name, lines } of await verdicts()) {
    writeFileSync(join(folder, "verdicts", `${name}.json`), `{\n${lines.map((line) => `  ${line}`).join(",\n")}\n}\n`);
    count += lines.length;
  }
  console.log(`${count} verdicts written`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--write")) {
    await write();
  } else {
    const { passed, failed } = await compare();
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  }
}
