// The server as a process of its own.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The assembly to run: the one named, or one built here. */
export function assembly(root, named, folder = join("tests", "Couverture.LiveHost"), file = "Couverture.LiveHost.dll") {
  if (named) return named;
  const project = join(root, folder);
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("the server does not build");
  return join(project, "bin", "Debug", "net10.0", file);
}

/** Starts it on any free port; gives its address and how to end it. */
export async function start(dll, { args = [], env = {} } = {}) {
  const child = spawn("dotnet", [dll, ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await Promise.race([
    listening(child),
    ended.then((code) => {
      throw new Error(`the server ended with ${code}`);
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
  throw new Error("the server says nothing");
}
