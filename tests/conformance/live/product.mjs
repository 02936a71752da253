// Runs PortfolioGraph as a separate process, with the profile Trusted and on the embedded sandbox.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assembly, start } from "./server.mjs";

/** Starts the server; returns it and a function that reads its trusted documents. */
export async function startTrusted(root, dll) {
  const env = { ASPNETCORE_ENVIRONMENT: "Production", Sandbox__Enabled: "true", Server__Profile: "Trusted" };
  const server = await start(assembly(root, dll, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll"), { args: ["--urls", "http://127.0.0.1:0"], env });
  return { server, documents: (name) => readFileSync(join(root, "schema", "operations", `${name}.graphql`), "utf8") };
}
