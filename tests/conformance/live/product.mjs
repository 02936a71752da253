// Runs PortfolioGraph as a separate process, with the profile Trusted and on the embedded sandbox. The documents that clients generated are in its folder of trusted documents.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import { addTypenameToDocument } from "@apollo/client/utilities";
import { buildSchema, parse, print } from "graphql";
import { assembly, start } from "./server.mjs";

const hash = (algorithm, text) => createHash(algorithm).update(text).digest("hex");

/** The documents of an app that are not part of the server's build. */
const appDocuments = {
  AppChain: "query AppChain($chainId: Int!) { chain(chainId: $chainId) { name ...ChainIcon } } fragment ChainIcon on Chain { iconUrl }",
  AppValue: "query AppValue($address: Address!) { wallet(address: $address) { valueUsd address } }",
};

/** Starts the server; returns it, a function that reads its trusted documents, and the ids of the app's documents by generator. */
export async function startTrusted(root, dll) {
  const folder = mkdtempSync(join(tmpdir(), "trusted-documents-"));
  const operations = join(root, "schema", "operations");
  const read = (name) => readFileSync(join(operations, `${name}.graphql`), "utf8");
  const names = readdirSync(operations).map((file) => basename(file, ".graphql"));

  const generated = await generate(readFileSync(join(root, "schema", "portfolio.graphql"), "utf8"), [...names.map(read), ...Object.values(appDocuments)]);
  writeFileSync(join(folder, "persisted-documents.json"), generated.sha256.text);
  writeFileSync(join(folder, "persisted-documents.sha1.json"), generated.sha1.text);

  // As relay-compiler writes it: the text has the fields that Relay needs, and its MD5 is the id.
  const relay = Object.fromEntries(Object.entries(appDocuments).map(([name, text]) => [name, print(addTypenameToDocument(parse(text)))]));
  writeFileSync(join(folder, "relay.json"), JSON.stringify(Object.fromEntries(Object.values(relay).map((text) => [hash("md5", text), text]))));

  const apollo = Object.entries(appDocuments).map(([name, text]) => ({ id: `app-${name}`, name, type: "query", body: print(addTypenameToDocument(parse(text))) }));
  writeFileSync(join(folder, "persisted-query-manifest.json"), JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations: apollo }));

  const env = { ASPNETCORE_ENVIRONMENT: "Production", Sandbox__Enabled: "true", Server__Profile: "Trusted", Server__TrustedDocuments: folder };
  const server = await start(assembly(root, dll, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll"), { args: ["--urls", "http://127.0.0.1:0"], env });
  return {
    server: {
      ...server,
      async stop() {
        await server.stop();
        rmSync(folder, { recursive: true });
      },
    },
    documents: read,
    names,
    app: {
      documents: appDocuments,
      codegen: generated,
      relayId: (name) => hash("md5", relay[name]),
      apolloId: (name) => `app-${name}`,
    },
  };
}

/** Runs the client preset of GraphQL Code Generator; returns per algorithm the text of its persisted-documents.json, and the ids by the operations' names. */
async function generate(sdl, texts) {
  const result = {};
  for (const hashAlgorithm of ["sha256", "sha1"]) {
    const outputs = await preset.buildGeneratesSection({
      baseOutputDir: "out/",
      schema: parse(sdl),
      schemaAst: buildSchema(sdl),
      documents: texts.map((text, i) => ({ document: parse(text), location: `${i}.graphql`, rawSDL: text })),
      config: {},
      plugins: [],
      pluginMap: {},
      presetConfig: { persistedDocuments: { hashAlgorithm } },
    });
    const generated = new Map();
    // The last file has the documents that were collected while the others were written.
    for (const output of outputs) generated.set(output.filename, await codegen(output));
    const text = generated.get("out/persisted-documents.json");
    const ids = Object.fromEntries(Object.entries(JSON.parse(text)).map(([id, document]) => [/(?:query|mutation|subscription) (\w+)/.exec(document)[1], id]));
    result[hashAlgorithm] = { text, ids };
  }
  return result;
}
