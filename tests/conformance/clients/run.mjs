// npm test [-- PATH/PortfolioGraph.Server.dll]   (or set SERVER_DLL; by default the server is built)
// Runs frontend tools and clients, unmodified from npm, with the files of schema/clients. The browser is CHROMIUM, by default /usr/bin/chromium.
// Ends with the line "N passed, N failed".

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { close } from "../live/check.mjs";
import { assembly, start } from "../live/server.mjs";
import { apollo } from "./apollo.mjs";
import { browser } from "./browser.mjs";
import { codegen } from "./codegen.mjs";
import { compile } from "./compile.mjs";
import { relay } from "./relay.mjs";
import { urql } from "./urql.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const modules = await compile(root);
await codegen(root);
await relay(root);

const dll = assembly(root, process.argv[2] ?? process.env.SERVER_DLL, "src/PortfolioGraph.Server", "PortfolioGraph.Server.dll");
const server = await start(dll, { args: ["--urls", "http://127.0.0.1:0"], env: { ASPNETCORE_ENVIRONMENT: "Development" } });
try {
  await apollo(server, modules);
  await urql(server, modules, root);
  await browser(server);
} finally {
  await server.stop();
}
process.exit(close());
