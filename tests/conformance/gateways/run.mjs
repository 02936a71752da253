// npm test [-- NAME...]   (NAME: stitch, apollo, hive, mesh, fusion; SERVER_DLL: PATH/PortfolioGraph.Server.dll, by default the server is built)
// Runs gateways over the server and other teams' graphs. Prints a table, and ends with the line "N passed, N failed".

import { rmSync } from "node:fs";
import { join } from "node:path";
import { check, close, equal } from "./check.mjs";
import { folder, here } from "./composition.mjs";
import { gateways } from "./gateways.mjs";
import { assembly } from "../live/server.mjs";
import { startPortfolio } from "./portfolio.mjs";
import { scenarios } from "./scenarios.mjs";
import { startSubgraphs } from "./subgraphs.mjs";

const names = process.argv.slice(2);
const unknown = names.filter((name) => !gateways.some((gateway) => gateway.name === name));
if (unknown.length > 0) throw new Error(`Unknown gateway ${unknown.join(", ")}. Known: ${gateways.map(({ name }) => name).join(", ")}.`);

const dll = assembly(join(here, "..", "..", ".."), process.env.SERVER_DLL, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll");
const subgraphs = await startSubgraphs();
const table = [];
try {
  for (const gateway of gateways.filter(({ name }) => names.length === 0 || names.includes(name))) await runGateway(gateway);
} finally {
  subgraphs.stop();
  rmSync(folder, { recursive: true });
}
console.table(table);
process.exit(close());

async function runGateway(gateway) {
  // A server of its own, because the cache is shared by all clients of a server.
  const portfolio = await startPortfolio(dll);
  try {
    const urls = { portfolio: portfolio.url, ...subgraphs.urls };
    const composed = gateway.compose && (await check(`${gateway.name}: composition has no error, warning or hint`, () => compose(gateway, urls)));
    if (gateway.compose && !composed) return;
    const server = await check(`${gateway.name}: the gateway starts`, () => gateway.start(urls, composed));
    if (!server) return;
    try {
      table.push(await scenarios(gateway, server.url, portfolio));
    } finally {
      await server.stop();
    }
  } finally {
    await portfolio.stop();
  }
}

async function compose(gateway, urls) {
  const { file, problems } = await gateway.compose(urls);
  equal(problems, []);
  return file;
}
