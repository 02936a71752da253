// A page that Vite bundles, in Chromium. It is served from another port than the server, so that the browser asks for permission (CORS).

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { check, equal } from "../live/check.mjs";
import { output } from "./compile.mjs";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const root = join(dirname(fileURLToPath(import.meta.url)), "page");
// The files of schema/clients are outside the project, so the bundler has to look for their packages here.
const alias = { "@apollo/client": join(root, "..", "node_modules", "@apollo", "client") };

export async function browser(server) {
  const outDir = join(output, "page");
  const settings = { root, configFile: false, logLevel: "error", build: { outDir, emptyOutDir: true }, resolve: { alias }, preview: { host: "127.0.0.1", port: 0 } };
  await check("vite: a page with the files of schema/clients is bundled", () => build(settings));

  const site = await preview(settings);
  try {
    const { port } = site.httpServer.address();
    await check("chromium: two views of a breakdown take two requests from another origin", async () => {
      const dom = await render(`http://127.0.0.1:${port}/?server=${encodeURIComponent(server.url)}`);
      const { shown, requests, error } = JSON.parse(/<pre id="result">(.*?)<\/pre>/.exec(dom)?.[1].replaceAll("&quot;", '"') ?? "{}");
      equal([error, shown?.[0].valueUsd, shown?.[1].breakdown.byChain.length, requests], [undefined, 271406.497, 4, 2]);
    });
  } finally {
    await site.close();
  }
}

/** Returns the document as soon as the page has loaded everything. */
function render(url) {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  return new Promise((resolve, reject) => {
    const child = spawn(
      chromium,
      ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, "--virtual-time-budget=10000", "--dump-dom", url],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    let dom = "";
    child.stdout.on("data", (chunk) => (dom += chunk));
    child.once("error", reject);
    child.once("exit", () => resolve(dom));
  }).finally(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
}
