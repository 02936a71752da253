// The inspector in its mode for the command line, with a home folder of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, equal } from "../live/check.mjs";
import { address, queries } from "./operations.mjs";
import { key } from "./server.mjs";

const program = join(dirname(fileURLToPath(import.meta.url)), "node_modules", ".bin", "mcp-inspector");

export async function useInspector(server) {
  const home = mkdtempSync(join(tmpdir(), "mcp-inspector-"));
  const run = (args, headers = ["--header", `X-Api-Key: ${key}`]) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, ["--cli", server.mcp, "--transport", "http", ...args, ...headers], { env: { ...process.env, HOME: home }, stdio: ["ignore", "pipe", "pipe"] });
      let [output, errors] = ["", ""];
      child.stdout.on("data", (text) => (output += text));
      child.stderr.on("data", (text) => (errors += text));
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output, errors }));
    });

  try {
    await check("inspector: lists the tools, and finds no problem in their schemas", async () => {
      const { code, output, errors } = await run(["--method", "tools/list", "--strict"]);
      equal([code, errors, JSON.parse(output).tools.map((tool) => tool.name)], [0, "", Object.keys(queries)]);
    });
    await check("inspector: calls a tool", async () => {
      const { code, output } = await run(["--method", "tools/call", "--tool-name", "WalletTokens", "--tool-arg", `address=${address}`, "first=1"]);
      equal([code, JSON.parse(output).structuredContent.data.wallet.tokens.nodes.length], [0, 1]);
    });
    await check("inspector: fails if the result is an error", async () => {
      const { code, output } = await run(["--method", "tools/call", "--tool-name", "WalletTokens", "--tool-arg", "address=0x12"]);
      equal([code === 0, output.includes("ADDRESS_INVALID")], [false, true]);
    });
    await check("inspector: lists the resources and prompts", async () => {
      const resources = await run(["--method", "resources/list"]);
      const prompts = await run(["--method", "prompts/list"]);
      equal([JSON.parse(resources.output).resources.length, JSON.parse(prompts.output).prompts.length], [2, 4]);
    });
    await check("inspector: is rejected without a key", async () => {
      const { code } = await run(["--method", "tools/list"], []);
      equal(code === 0, false);
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
