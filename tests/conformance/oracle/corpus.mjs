// The stored corpus (tests/Couverture.Tests/Oracle): reads its cases, asks the reference implementation, compares with the stored verdicts.
//   node corpus.mjs           compares and ends with "N passed, N failed"
//   node corpus.mjs --write   writes the verdicts

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { schemaOf, verdict } from "./verdict.mjs";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../Couverture.Tests/Oracle");

/** The cases of one theme: a file of documents, each under a line "#= name", with settings in lines "#> setting: value". */
export function readTheme(file) {
  const theme = { name: basename(file, ".graphql"), settings: {}, cases: [] };
  let current = theme;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("#= ")) {
      theme.cases.push((current = { name: line.slice(3), settings: {}, lines: [] }));
    } else if (line.startsWith("#> ")) {
      const end = line.indexOf(":");
      current.settings[line.slice(3, end)] = line.slice(end + 2);
    } else {
      current.lines?.push(line);
    }
  }
  theme.cases = theme.cases.map(({ name, settings, lines }) => ({
    name,
    document: "escaped" in settings ? JSON.parse(settings.escaped) : lines.join("\n").trimEnd(),
    variables: settings.variables && JSON.parse(settings.variables),
    operationName: settings.operation,
    root: settings.root && JSON.parse(settings.root),
  }));
  const names = new Set(theme.cases.map((c) => c.name));
  if (names.size !== theme.cases.length) throw new Error(`${theme.name}: a name is used twice`);
  return theme;
}

/** Every theme with the reference implementation's verdicts, as the text to store. */
export async function verdicts() {
  const themes = [];
  for (const file of readdirSync(join(folder, "cases")).sort()) {
    const theme = readTheme(join(folder, "cases", file));
    const text = readFileSync(join(folder, "schemas", `${theme.settings.schema}.graphql`), "utf8");
    const root = JSON.parse(readFileSync(join(folder, "schemas", `${theme.settings.schema}.json`), "utf8"));
    const schema = schemaOf(text);
    const lines = [];
    for (const one of theme.cases) lines.push(`${JSON.stringify(one.name)}: ${JSON.stringify(await verdict(schema, one.root ?? root, one))}`);
    themes.push({ name: theme.name, lines });
  }
  return themes;
}

function stored(name) {
  const file = join(folder, "verdicts", `${name}.json`);
  return existsSync(file) ? new Set(readFileSync(file, "utf8").split("\n").map((line) => line.trim().replace(/,$/, ""))) : new Set();
}

/** Compares with what is stored; gives the numbers of verdicts that agree and that do not. */
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
    // the two braces and what follows the last line feed
    if (known.size !== lines.length + 3) {
      failed++;
      console.log(`failed: ${name}: verdicts are stored for cases that are no more, or none are stored`);
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
