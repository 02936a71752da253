// relay-compiler over the documents of an app. What it needs of the schema: Node, connections with cursors, ids.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import compiler from "relay-compiler";
import { check, equal } from "../live/check.mjs";
import { output } from "./compile.mjs";

const documents = {
  AppQuery: "query AppQuery($address: Address!) { wallet(address: $address) { ...AppSummary ...AppDeferred @defer } }",
  AppSummary: "fragment AppSummary on Wallet { address valueUsd chains { chain { name } valueUsd share } }",
  AppDeferred: "fragment AppDeferred on Wallet { breakdown { totalUsd byChain { share } } }",
  AppConnectionQuery:
    'query AppConnectionQuery($address: Address!, $count: Int!, $after: String) { wallet(address: $address) { tokens(first: $count, after: $after) @connection(key: "App_tokens") { edges { node { amount } } } } }',
  AppStreamQuery: "query AppStreamQuery { chains @stream(initialCount: 2) { name } }",
  AppMutation: "mutation AppMutation($addresses: [Address!]!) { refreshWallets(addresses: $addresses) { wallets { valueUsd } } }",
  AppSubscription: "subscription AppSubscription($addresses: [Address!]!) { portfolioChanged(addresses: $addresses) { portfolio { valueUsd } changeUsd } }",
};

// These need `Query.node`: a refetched fragment is fetched by the id of its object.
const nodes = Object.fromEntries(
  ["Wallet", "Portfolio", "ChainHoldings", "Chain", "CryptoToken", "Protocol", "TokenHolding", "ProtocolPosition"].map((type) => [
    `AppRefetch${type}`,
    `fragment AppRefetch${type} on ${type} @refetchable(queryName: "AppRefetch${type}Query") { id }`,
  ]),
);
nodes.AppTokens = `fragment AppTokens on Wallet @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "AppTokensQuery") { tokens(first: $count, after: $cursor) @connection(key: "AppTokens_tokens") { edges { node { amount valueUsd } } } }`;

// This needs the arguments `last` and `before`.
const backwards = {
  AppBackwards:
    'query AppBackwards($address: Address!, $count: Int!, $before: String) { wallet(address: $address) { tokens(last: $count, before: $before) @connection(key: "AppBackwards_tokens") { edges { node { amount } } } } }',
};

export async function relay(root) {
  const sdl = readFileSync(join(root, "schema", "portfolio.graphql"), "utf8");
  const scalars = JSON.parse(readFileSync(join(root, "schema", "clients", "scalars.json"), "utf8"));
  const schema = buildSchema(sdl);
  const isNode = Boolean(schema.getQueryType().getFields().node);
  const isBackwards = schema.getType("Wallet").getFields().tokens.args.some((argument) => argument.name === "before");

  for (const [name, text] of Object.entries({ ...documents, ...(isNode && nodes), ...(isBackwards && backwards) })) {
    await check(`relay: ${name}`, () => {
      // Fragments that other documents spread are compiled with them.
      const spread = Object.entries(documents).filter(([other]) => text.includes(`...${other}`));
      equal(compile(name, Object.fromEntries([[name, text], ...spread]), sdl, scalars), "");
    });
  }
  await check("relay: an unknown field is found", () => equal(/nope/.test(compile("AppWrongQuery", { AppWrongQuery: "query AppWrongQuery { nope }" }, sdl, scalars)), true));
}

/** Compiles documents, and returns what the compiler reports if it fails. */
function compile(name, texts, sdl, customScalarTypes) {
  const folder = join(output, "relay", name);
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "schema.graphql"), sdl);
  for (const [module, text] of Object.entries(texts)) {
    // Relay requires that the names of documents start with the name of their module.
    writeFileSync(join(folder, "src", "App.ts".replace("App", module === name ? "App" : `App${module}`)), `import { graphql } from "relay-runtime";\ngraphql\`${text}\`;\n`);
  }
  writeFileSync(join(folder, "relay.config.json"), JSON.stringify({ src: "./src", schema: "./schema.graphql", language: "typescript", customScalarTypes, eagerEsModules: true }));
  const done = spawnSync(compiler, ["relay.config.json"], { cwd: folder, encoding: "utf8" });
  return done.status === 0 ? "" : `${done.stdout}${done.stderr}${done.error ?? ""}`;
}
