// Runs the sandbox as a separate process.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Returns the assembly to run: the given one, or a newly built one. */
export function assembly(root, named) {
  if (named) return named;
  const project = join(root, "src", "PortfolioGraph.Sandbox");
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("building the sandbox failed");
  return join(project, "bin", "Debug", "net10.0", "PortfolioGraph.Sandbox.dll");
}

/** Starts the sandbox on a free port; returns its address and a function that stops it. */
export async function start(dll, switches) {
  const env = { ...process.env, Sandbox__Port: "0", ...Object.fromEntries(Object.entries(switches).map(([k, v]) => [`Sandbox__${k}`, v])) };
  const child = spawn("dotnet", [dll], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the sandbox exited with code ${code}`);
    }),
  ]);
  return {
    address,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function listening(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /^Listening on (\S+)$/.exec(line);
    if (found) {
      child.stdout.resume();
      return found[1];
    }
  }
  throw new Error("the sandbox did not print its address");
}
