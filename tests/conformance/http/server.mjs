// Runs the server as a separate process, as deployed: in the Production environment, on the embedded sandbox.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Returns the assembly to run: the given one, or a newly built one. */
export function assembly(root, named) {
  if (named) return named;
  const project = join(root, "src", "PortfolioGraph.Server");
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("building the server failed");
  return join(project, "bin", "Debug", "net10.0", "PortfolioGraph.Server.dll");
}

/** Starts the server on a free port; returns its GraphQL address and a function that stops it. */
export async function start(dll) {
  const env = { ...process.env, ASPNETCORE_ENVIRONMENT: "Production", Sandbox__Enabled: "true" };
  const child = spawn("dotnet", [dll, "--urls", "http://127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the server exited with code ${code}`);
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
  throw new Error("the server did not print its address");
}
