// The texts that graphql-js prints, and that clients therefore hash: compares with the stored hashes (tests/Couverture.Tests/Oracle/printed.json), which the engine is tested against.
//   node printed.mjs --write   writes the hashes

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { addTypenameToDocument } from "@apollo/client/utilities";
import { parse, print } from "graphql";
import { readTheme } from "../oracle/cases.mjs";
import { check, equal } from "./check.mjs";

const tests = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const file = join(tests, "Couverture.Tests/Oracle/printed.json");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const long = "a".repeat(60);
const printed = [
  "query($a:Int){a}",
  "query A($a:[Int!]!=[1,2]@d,$b:B={c:{d:1,e:[]},f:{}}){a}",
  "query @d{a}",
  "mutation{a}subscription S{a}",
  `{ short(a: "${long}") long(a: "${long}", b: "${long}") { x: long(a: ["${long}"], b: $b) @d(a: "${long}", b: "${long}") { c } } }`,
  `{ edge(abcdefg: "${"a".repeat(64)}") edge(abcdefgh: "${"a".repeat(64)}") }`,
  '{ a(s: "\\u0000\\b\\t\\n\\f\\r\\"\\\\\\/\\u007f\\u009f\\u00a0 ä😀\\ud83d\\ude00 \\u{1F600}") }',
  '{ a(s: """""") b(s: """one""") c(s: """ one""") d(s: """one \\"""\n""") e(s: """ends "\n""") f(s: """ends \\\n""") }',
  '{ a { b(s: """\n  one\n    two\n\n  three \\""" four\n  """) { c(s: """ x\n y""", t: 1) } } }',
  `{ a(s: """${"b".repeat(70)}""") b(s: """${"b".repeat(71)}""") c(s: """\tindented""") d(s: """first\n  second""") }`,
  'query A($s: String = """\none\ntwo\n""", $t: Int) { a }',
  "fragment F on T @a @b(c: null) { ...G @d ... @e { f } ... on U @g { h } ... { i } } { ...F }",
  "{ a { __typename } b { c: __typename } d { __typename @skip(if: true) e } f { __typename g { h } __typename } }",
  '"the query" query A("the variable" $a: Int, $b: Int) { a } """\nblock\nof two lines\n""" fragment F on T { a }',
  "{ a(n: -0, f: 1.50e+10, b: true, e: RED, z: null, v: $v, l: [[], [1 2]]) }",
];

/** Returns the hashes of the text that is printed for a document, and of the text with the fields that Apollo Client adds; null if it is not executable. */
function hashes(document) {
  let syntax;
  try {
    syntax = parse(document);
  } catch {
    return null;
  }
  if (!syntax.definitions.every((definition) => definition.kind === "OperationDefinition" || definition.kind === "FragmentDefinition")) return null;
  return [sha256(print(syntax)), sha256(print(addTypenameToDocument(syntax)))];
}

function current() {
  const documents = Object.fromEntries(printed.map((document) => [document, hashes(document)]));
  const operations = join(tests, "../schema/operations");
  for (const name of readdirSync(operations).sort()) documents[readFileSync(join(operations, name), "utf8")] = hashes(readFileSync(join(operations, name), "utf8"));
  const cases = {};
  const folder = join(tests, "Couverture.Tests/Oracle/cases");
  for (const theme of readdirSync(folder).sort().map((name) => readTheme(join(folder, name)))) {
    for (const { name, document } of theme.cases) {
      const pair = hashes(document);
      if (pair) cases[`${theme.name}: ${name}`] = pair;
    }
  }
  return { documents, cases };
}

export async function storedHashes() {
  await check("the stored hashes of printed documents are those of graphql-js and Apollo Client", () => equal(JSON.parse(readFileSync(file, "utf8")), current()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { documents, cases } = current();
  const lines = (members) => Object.entries(members).map(([name, pair]) => `    ${JSON.stringify(name)}: ${JSON.stringify(pair)}`).join(",\n");
  writeFileSync(file, `{\n  "documents": {\n${lines(documents)}\n  },\n  "cases": {\n${lines(cases)}\n  }\n}\n`);
}
