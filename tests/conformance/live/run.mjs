// npm test [-- PATH/Couverture.LiveHost.dll [PATH/PortfolioGraph.Server.dll]]   (or set LIVE_DLL and SERVER_DLL; by default both are built)
// Runs popular clients, unmodified from npm, against a running server. Ends with the line "N passed, N failed".

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { apollo } from "./apollo.mjs";
import { check, close, equal } from "./check.mjs";
import { events } from "./events.mjs";
import { idle } from "./idle.mjs";
import { persisted, trusted } from "./persisted.mjs";
import { plain } from "./plain.mjs";
import { storedHashes } from "./printed.mjs";
import { startTrusted } from "./product.mjs";
import { assembly, start } from "./server.mjs";
import { goingAway, sockets } from "./sockets.mjs";
import { trustedClients } from "./trusted.mjs";
import { urql } from "./urql.mjs";

// urql cancels a fetch without awaiting its body. If the body is being read at that time, its rejection has no handler, and Node would end this process.
process.on("unhandledRejection", (reason) => {
  if (reason?.name !== "AbortError") throw reason;
});

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const server = await start(assembly(root, process.argv[2] ?? process.env.LIVE_DLL));
try {
  for (const suite of [plain, sockets, events, urql, apollo, persisted, idle]) await suite(server);
} finally {
  await goingAway(server);
  const code = await server.stop();
  await check("the server exits with code 0 on SIGTERM", () => equal(code, 0));
}

await storedHashes();
const product = await startTrusted(root, process.argv[3] ?? process.env.SERVER_DLL);
try {
  await trusted(product.server, product.documents);
  await trustedClients(product);
} finally {
  await product.server.stop();
}
process.exit(close());
