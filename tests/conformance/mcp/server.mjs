// Runs the server as a separate process, on the embedded sandbox, with the endpoint for assistants and one API key.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { assembly, start } from "../live/server.mjs";

/** The API key of the clients. */
export const key = "the-key-of-the-assistant";

/** Starts the server on a free port; returns its addresses and a function that stops it. */
export async function startServer(root, dll) {
  const env = {
    ASPNETCORE_ENVIRONMENT: "Production",
    Sandbox__Enabled: "true",
    Server__Mcp: "true",
    Server__ApiKeys__0__Name: "assistant",
    Server__ApiKeys__0__Hash: createHash("sha256").update(key).digest("hex"),
  };
  const server = await start(assembly(root, dll, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll"), { args: ["--urls", "http://127.0.0.1:0"], env });
  return { mcp: `${server.address}/mcp`, graphql: server.url, stop: server.stop };
}
