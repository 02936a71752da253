// The sandbox as a process of its own.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The assembly to run: the one named, or one built here. */
export function assembly(root, named) {
  if (named) return named;
  const project = join(root, "src", "PortfolioGraph.Sandbox");
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("the sandbox does not build");
  return join(project, "bin", "Debug", "net10.0", "PortfolioGraph.Sandbox.dll");
}

/** Starts it on any free port; gives its address and how to end it. */
export async function start(dll, switches) {
  const env = { ...process.env, Sandbox__Port: "0", ...Object.fromEntries(Object.entries(switches).map(([k, v]) => [`Sandbox__${k}`, v])) };
  const child = spawn("dotnet", [dll], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the sandbox ended with ${code}`);
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
  throw new Error("the sandbox says nothing");
}
