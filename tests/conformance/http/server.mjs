// The server as a process of its own, as it is deployed: in the Production environment, over the embedded sandbox.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The assembly to run: the one named, or one built here. */
export function assembly(root, named) {
  if (named) return named;
  const project = join(root, "src", "PortfolioGraph.Server");
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("the server does not build");
  return join(project, "bin", "Debug", "net10.0", "PortfolioGraph.Server.dll");
}

/** Starts it on any free port; gives its GraphQL address and how to end it. */
export async function start(dll) {
  const env = { ...process.env, ASPNETCORE_ENVIRONMENT: "Production", Sandbox__Enabled: "true" };
  const child = spawn("dotnet", [dll, "--urls", "http://127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the server ended with ${code}`);
    }),
  ]);
  return {
    url: `${address}/graphql`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
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
  throw new Error("the server says nothing");
}
