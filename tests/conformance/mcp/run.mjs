// npm test [-- PATH/PortfolioGraph.Server.dll]   (or set SERVER_DLL; by default the server is built)
// Uses the endpoint for assistants with the clients and the inspector of the Model Context Protocol, unmodified from npm. Ends with the line "N passed, N failed".

import { check, close, equal } from "../live/check.mjs";
import { useClients } from "./clients.mjs";
import { useInspector } from "./inspector.mjs";
import { root } from "./operations.mjs";
import { startServer } from "./server.mjs";

const server = await startServer(root, process.argv[2] ?? process.env.SERVER_DLL);
try {
  await useClients(server);
  await useInspector(server);
} finally {
  const code = await server.stop();
  await check("the server exits with code 0 on SIGTERM", () => equal(code, 0));
}

process.exit(close());
