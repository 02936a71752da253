// npm test [-- PATH/PortfolioGraph.Server.dll]   (or set SERVER_DLL; by default the server is built)
// Runs all of graphql-http's audits of GraphQL over HTTP against the server with its default settings. Ends with "N passed, N failed".

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serverAudits } from "graphql-http";
import { assembly, start } from "./server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const server = await start(assembly(root, process.argv[2] ?? process.env.SERVER_DLL));
let passed = 0;
let failed = 0;
try {
  for (const audit of serverAudits({ url: server.url })) {
    const result = await audit.fn();
    if (result.status === "ok") {
      passed++;
    } else {
      failed++;
      console.log(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
    }
  }
} finally {
  await server.stop();
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
