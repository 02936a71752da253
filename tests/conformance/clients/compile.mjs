// Compiles the TypeScript of schema/clients as an app does: strictly, against each version of Apollo Client and against urql.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { check, equal } from "../live/check.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
export const output = join(folder, "artifacts");

const files = ["policies.ts", "typePolicies.ts", "graphcache.ts"];

/** Compiles the files and returns them as modules by the client: `apollo4`, `apollo3`, `graphcache`. */
export async function compile(root) {
  rmSync(output, { recursive: true, force: true });
  const read = (file) => readFileSync(join(root, "schema", "clients", file), "utf8");

  // This version has no `exports`, so Node.js needs the names of its files.
  const forApollo3 = (text) => text.replaceAll(/"@apollo\/client\/(\w+)"/g, '"@apollo/client-3/$1/index.js"');
  write("apollo4", read);
  write("apollo3", (file) => forApollo3(read(file)));

  for (const version of ["apollo4", "apollo3"])
    await check(`${version}: the files of schema/clients compile strictly`, () => equal(problems(files.map((file) => join(output, version, file)), {}), []));

  await check("apollo4: the page compiles strictly", () =>
    equal(problems([join(folder, "page", "main.ts")], { paths: { "@apollo/client/*": [join(folder, "node_modules/@apollo/client/*")] }, lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"] }), []));

  const schema = JSON.parse(read("schema.json"));
  const { args } = schema.__schema.types.find(({ name }) => name === "Wallet").fields.find(({ name }) => name === "tokens");
  const load = (version, file) => import(pathToFileURL(join(output, version, file)).href);
  return {
    apollo4: (await load("apollo4", "typePolicies.js")).typePolicies,
    apollo3: (await load("apollo3", "typePolicies.js")).typePolicies,
    policies: await load("apollo4", "policies.js"),
    graphcache: await load("apollo4", "graphcache.js"),
    possibleTypes: JSON.parse(read("possibleTypes.json")),
    schema,
    /** Whether lists have an argument. */
    takes: (argument) => args.some(({ name }) => name === argument),
  };
}

/** Returns what the compiler reports about files. */
export function problems(names, options) {
  const program = ts.createProgram(names, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    resolveJsonModule: true,
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map((problem) => {
    const at = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0);
    return `${problem.file?.fileName.split("/").pop()}:${(at?.line ?? 0) + 1} ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`;
  });
}

function write(version, read) {
  mkdirSync(join(output, version), { recursive: true });
  for (const file of files) {
    const text = read(file);
    writeFileSync(join(output, version, file), text);
    const compiled = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
    writeFileSync(join(output, version, file.replace(/\.ts$/, ".js")), compiled.outputText);
  }
}
