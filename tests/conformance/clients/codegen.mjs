// GraphQL Code Generator: the client preset with strictScalars over schema/operations, and an app that uses its types.

import { mkdirSync, readdirSync, writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "@graphql-codegen/cli";
import { check, equal } from "../live/check.mjs";
import { output, problems } from "./compile.mjs";

// Every line compiles only if the types are right: no `any`, no `unknown`, and null where the schema has it.
const app = `
import type { ResultOf, VariablesOf } from "@graphql-typed-document-node/core";
import { WalletOverviewDocument, WalletTokensDocument, PortfolioChangedDocument } from "./graphql";

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
const is = <T extends true>() => undefined as unknown as T;

type Overview = ResultOf<typeof WalletOverviewDocument>["wallet"];
is<Is<Overview["valueUsd"], number | null | undefined>>();
is<Is<Overview["address"], string>>();
is<Is<VariablesOf<typeof WalletOverviewDocument>["address"], string>>();

type Token = NonNullable<NonNullable<ResultOf<typeof WalletTokensDocument>["wallet"]["tokens"]>["nodes"]>[number];
is<Is<Token["amount"], string | null | undefined>>();
is<Is<Token["share"], number | null | undefined>>();
is<Is<Token["token"]["decimals"], number | null | undefined>>();

is<Is<ResultOf<typeof PortfolioChangedDocument>["portfolioChanged"]["time"], string>>();
`;

export async function codegen(root) {
  const schema = join(root, "schema", "portfolio.graphql");
  const documents = join(root, "schema", "operations", "*.graphql");
  const scalars = JSON.parse(readFileSync(join(root, "schema", "clients", "scalars.json"), "utf8"));
  const folder = join(output, "codegen");
  mkdirSync(folder, { recursive: true });

  const run = (config) => generate({ schema, documents, silent: true, generates: { [`${folder}/`]: { preset: "client", config } } }, false);
  await check("codegen: without the scalar map, strictScalars rejects the schema", async () => {
    const error = await run({ strictScalars: true }).catch((caught) => caught);
    equal(/Unknown scalar type/.test([error.message, ...(error.errors ?? []).map((inner) => inner.message)].join()), true);
  });
  await check("codegen: the client preset with strictScalars generates every operation", async () => {
    const files = await run({ strictScalars: true, scalars });
    for (const file of files) writeFileSync(file.filename, file.content);
    const generated = readFileSync(join(folder, "graphql.ts"), "utf8");
    const names = readdirSync(join(root, "schema", "operations")).map((file) => file.replace(".graphql", ""));
    equal(names.filter((name) => !generated.includes(`export const ${name}Document`)), []);
  });
  await check("codegen: the types are strict, and nothing is any or unknown", () => {
    writeFileSync(join(folder, "app.ts"), app);
    equal(problems([join(folder, "app.ts"), join(folder, "index.ts")]), []);
    equal(/put: (any|unknown)\b/.exec(readFileSync(join(folder, "graphql.ts"), "utf8")), null);
  });
}
