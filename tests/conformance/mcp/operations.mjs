// The trusted documents of the build, with variables for each, and what /graphql returns for them.

import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { key } from "./server.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const address = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

const folder = join(root, "schema", "operations");
const past = new Date(Date.now() - 100 * 86_400_000).toISOString();

/** The text of each query by its name. */
export const queries = Object.fromEntries(
  readdirSync(folder)
    .map((file) => [basename(file, ".graphql"), readFileSync(join(folder, file), "utf8")])
    .filter(([name, text]) => text.includes(`query ${name}`))
    .sort(([one], [other]) => (one < other ? -1 : 1)),
);

/** The variables of each query. */
export const variables = {
  PortfolioDebts: { addresses: [address] },
  PortfolioOverview: { addresses: [address] },
  PortfolioPage: { addresses: [address], range: "ONE_DAY" },
  PortfolioPositions: { addresses: [address], first: 3 },
  PortfolioSince: { addresses: [address], since: past },
  PortfolioTokens: { addresses: [address], first: 3, where: { token: { symbol: { contains: "e" } } }, order: [{ valueUsd: "DESC" }] },
  ServiceStatus: {},
  WalletAssets: { address },
  WalletChange: { address, since: past },
  WalletChart: { address, range: "ONE_DAY" },
  WalletDebts: { address },
  WalletList: { addresses: [address] },
  WalletMovers: { address },
  WalletOnChain: { address, chainId: 1 },
  WalletOverview: { address },
  WalletPast: { address, time: past },
  WalletPositions: { address, first: 3 },
  WalletProtocol: { address, protocolId: "aavev3" },
  WalletReport: { address },
  WalletSearch: { address, text: "eth" },
  WalletTokens: { address, first: 3 },
};

/** Returns the data of a query from /graphql, without the parts that differ between two requests. */
export async function dataOf(server, name) {
  const response = await fetch(server.graphql, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json", "x-api-key": key },
    body: JSON.stringify({ query: queries[name], variables: variables[name] }),
  });
  return stable((await response.json()).data);
}

/** Returns data without the state and time of its sources, which depend on what was cached before. */
export const stable = (value) =>
  Array.isArray(value)
    ? value.map(stable)
    : value === null || typeof value !== "object"
      ? value
      : Object.fromEntries(Object.entries(value).filter(([name]) => name !== "source").map(([name, member]) => [name, stable(member)]));
