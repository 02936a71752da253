// Starts each gateway as its own process over the graphs at the given addresses.

import { join } from "node:path";
import { apollo, folder, fusion, guild, here, mesh, nitro, nitroEnvironment } from "./composition.mjs";
import { freePort, startServer } from "./processes.mjs";

/**
 * `compose` composes the graphs; it is absent if the gateway needs no composition. `hasTax` says whether the gateway joins the tax graph and the news graph.
 * `requestsFor1000` is the number of requests for 1000 wallets.
 */
export const gateways = [
  {
    name: "stitch",
    requestsFor1000: 1,
    start: (urls) => startNode("stitch/gateway.mjs", { PORTFOLIO_URL: urls.portfolio, USERS_URL: urls.users }),
  },
  {
    name: "apollo",
    hasTax: true,
    requestsFor1000: 1,
    compose: apollo,
    start: (_, supergraph) => startNode("apollo/gateway.mjs", { SUPERGRAPH: supergraph }),
  },
  {
    name: "hive",
    hasTax: true,
    requestsFor1000: 1,
    compose: guild,
    start: (_, supergraph) => startHive(supergraph),
  },
  {
    name: "mesh",
    requestsFor1000: 1,
    compose: mesh,
    start: (_, supergraph) => startHive(supergraph),
  },
  {
    name: "fusion",
    hasTax: true,
    requestsFor1000: 1,
    compose: fusion,
    start: (_, archive) => startOnFreePort(nitro, (port) => ["fusion", "run", archive, "--port", `${port}`], { env: nitroEnvironment }),
  },
];

const startNode = (script, env) => startOnFreePort("node", () => [join(here, script)], { env });

// The working directory has no configuration that the gateway would find by its name.
const startHive = (supergraph) =>
  startOnFreePort("node", (port) => [join(here, "hive", "node_modules", "@graphql-hive", "gateway", "dist", "bin.js"), "supergraph", supergraph, "--host", "127.0.0.1", "--port", `${port}`], {
    cwd: folder,
  });

async function startOnFreePort(program, args, { env, cwd } = {}) {
  const port = await freePort();
  return startServer(`http://127.0.0.1:${port}/graphql`, program, args(port), { env: { ...env, PORT: `${port}` }, cwd });
}
