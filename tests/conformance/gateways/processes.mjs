// Runs servers as child processes and finds free ports. Every child process ends with this one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const running = new Set();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Returns a free loopback port. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program; returns its output so far, whether and how it ended, and a function that stops it. */
export function start(program, args, { env = {}, cwd } = {}) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  let code;
  const ended = new Promise((resolve) => {
    child.once("error", (error) => (output += error.message));
    child.once("close", resolve);
  }).then((status) => {
    code = status ?? 1;
    running.delete(child);
    return code;
  });
  return {
    output: () => output,
    hasEnded: () => code !== undefined,
    ended,
    async stop() {
      child.kill("SIGTERM");
      // Some gateways wait for their keep-alive connections.
      const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Starts a GraphQL server and waits until it executes operations at its address. */
export async function startServer(url, program, args, options) {
  const server = start(program, args, options);
  const deadline = Date.now() + 60_000;
  while (!(await isServing(url))) {
    if (server.hasEnded() || Date.now() > deadline) throw new Error(`${program} ${args.join(" ")} does not serve: ${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ...server, url };
}

/** Runs a program to its end; returns its exit code and its output. */
export async function run(program, args, options) {
  const child = start(program, args, options);
  const code = await child.ended;
  return { code, output: child.output() };
}

async function isServing(url) {
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ __typename }"}' });
    return (await response.json()).data?.__typename === "Query";
  } catch {
    return false;
  }
}
