// npm test [-- PATH/Couverture.LiveHost.dll]   (or set LIVE_DLL; by default it is built)
// Composes the products graph with the other graphs of Apollo's compatibility suite and runs the suite's cases. Ends with the line "N passed, N failed".

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { assembly, start } from "../live/server.mjs";
import { direct, throughGateway } from "./cases.mjs";
import { close } from "../live/check.mjs";
import { composition } from "./composition.mjs";
import { startGateway } from "./gateway.mjs";
import { connect } from "./products.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const server = await start(assembly(root, process.argv[2] ?? process.env.LIVE_DLL), { args: ["products"] });
try {
  const products = await connect(server.url);
  await direct(products);
  const supergraph = await composition(products);
  const gateway = await startGateway(supergraph, server.url);
  try {
    await throughGateway(gateway);
  } finally {
    await gateway.stop();
  }
} finally {
  await server.stop();
}
process.exit(close());
