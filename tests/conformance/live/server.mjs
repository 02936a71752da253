// Runs a server as a separate process.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Returns the assembly to run: the given one, or a newly built one. */
export function assembly(root, named, folder = join("tests", "Couverture.LiveHost"), file = "Couverture.LiveHost.dll") {
  if (named) return named;
  const project = join(root, folder);
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("building the server failed");
  return join(project, "bin", "Debug", "net10.0", file);
}

/** Starts the server on a free port; returns its addresses, its process id and a function that stops it. */
export async function start(dll, { args = [], env = {} } = {}) {
  const child = spawn("dotnet", [dll, ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the server exited with code ${code}`);
    }),
  ]);
  return {
    address,
    url: `${address}/graphql`,
    socketUrl: `${address.replace("http", "ws")}/graphql`,
    pid: child.pid,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

async function listening(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /(?:^Listening on|Now listening on:) (\S+)$/.exec(line);
    if (found) {
      child.stdout.resume();
      return found[1];
    }
  }
  throw new Error("the server did not print its address");
}
