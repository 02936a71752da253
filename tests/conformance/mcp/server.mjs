// Runs the server as a separate process, on the embedded sandbox, with the endpoint for assistants and one API key.

import { createHash } from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The API key of the clients. */
export const key = "the-key-of-the-assistant";

/** Returns the assembly to run: the given one, or a newly built one. */
export function assembly(root, named) {
  if (named) return named;
  const project = join(root, "src", "PortfolioGraph.Server");
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("building the server failed");
  return join(project, "bin", "Debug", "net10.0", "PortfolioGraph.Server.dll");
}

/** Starts the server on a free port; returns its addresses and a function that stops it. */
export async function start(dll) {
  const env = {
    ...process.env,
    ASPNETCORE_ENVIRONMENT: "Production",
    Sandbox__Enabled: "true",
    Server__Mcp: "true",
    Server__ApiKeys__0__Name: "assistant",
    Server__ApiKeys__0__Hash: createHash("sha256").update(key).digest("hex"),
  };
  const child = spawn("dotnet", [dll, "--urls", "http://127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the server exited with code ${code}`);
    }),
  ]);
  return {
    mcp: `${address}/mcp`,
    graphql: `${address}/graphql`,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

async function listening(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /Now listening on: (\S+)/.exec(line);
    if (found) {
      child.stdout.resume();
      return found[1];
    }
  }
  throw new Error("the server did not print its address");
}
