// Runs the server with the settings of the files in deploy/, behind nginx with the file in deploy/.

import { join } from "node:path";
import { WebSocket } from "ws";
import { check, equal } from "../live/check.mjs";
import { assembly, start } from "../live/server.mjs";
import { freePorts, startNginx } from "../proxy/nginx.mjs";
import { compose, container, dockerfile, environment, root, text } from "./files.mjs";

const Address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
const Subscription = `subscription { portfolioChanged(addresses: ["${Address}"]) { valueUsd } }`;

export async function checkServer() {
  const dll = assembly(root, process.argv[2] ?? process.env.SERVER_DLL, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll");
  const [metrics, balanced] = await freePorts(2);
  const stops = [];
  try {
    // As in the pods, except for the data source, the ports and what other services are needed for.
    const { Redis__Configuration, ...settings } = environment;
    const server = await start(dll, {
      args: ["--urls", "http://127.0.0.1:0"],
      env: {
        ...settings,
        ASPNETCORE_ENVIRONMENT: "Production",
        Sandbox__Enabled: "true",
        Server__DrainDelay: "00:00:00",
        Server__Mcp: "true",
        Telemetry__JsonLogs: "false",
        Telemetry__PrometheusUrl: `http://127.0.0.1:${metrics}`,
        // As in Compose; and the server would accept the host of the client, so that only nginx stands in its way.
        ASPNETCORE_FORWARDEDHEADERS_ENABLED: compose.services.portfoliograph.environment.ASPNETCORE_FORWARDEDHEADERS_ENABLED,
        AllowedHosts: "127.0.0.1;evil.example",
      },
    });
    stops.push(server.stop);
    await check("probes: their paths respond", async () => {
      for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) equal((await fetch(server.address + probe.httpGet.path)).status, 200);
      const path = /"(http:\/\/127\.0\.0\.1:\d+)(\/\S+)"\]$/m.exec(dockerfile)[2];
      equal((await fetch(server.address + path)).status, 200);
    });
    await check("metrics: only their own port has them", async () => {
      const scrape = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
      equal(/^portfoliograph_upstream_queue_length\{/m.test(scrape), true);
      equal((await fetch(`${server.address}/metrics`)).status, 404);
      equal((await fetch(`http://127.0.0.1:${metrics}/graphql`)).status, 404);
    });

    const nginx = await startNginx([{ port: balanced, text: balancer(balanced, server.address) }]);
    stops.push(nginx.stop);
    const site = `http://127.0.0.1:${balanced}`;
    await check("nginx: an event arrives while its stream is open", async () => {
      const cancel = new AbortController();
      const response = await fetch(`${site}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "text/event-stream" },
        body: JSON.stringify({ query: Subscription }),
        signal: cancel.signal,
      });
      let received = "";
      for await (const part of response.body) {
        received += Buffer.from(part).toString();
        if (received.includes("valueUsd")) break;
      }
      equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    });
    await check("nginx: a call of a tool is passed on", async () => {
      const response = await fetch(`${site}/mcp`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "WalletTokens", arguments: { address: Address } } }),
      });
      const text = await response.text();
      equal([response.status, JSON.parse(text.slice(text.indexOf("{"))).result.structuredContent.data.wallet.tokens.totalCount], [200, 17]);
    });
    await check("nginx: a WebSocket is passed on", async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${balanced}/graphql`, "graphql-transport-ws");
      const messages = [];
      await new Promise((resolve, reject) => {
        socket.on("open", () => socket.send('{"type":"connection_init"}'));
        socket.on("error", reject);
        socket.on("message", (data) => {
          const { type } = JSON.parse(data);
          messages.push(type);
          if (type === "connection_ack") socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: Subscription } }));
          else if (type === "next") resolve();
        });
      });
      socket.terminate();
      equal(messages, ["connection_ack", "next"]);
    });
    await check("nginx: forwarded headers of clients are dropped", async () => {
      const query = `{ wallet(address: "${Address}") { report { downloadUrl } } }`;
      const response = await fetch(`${site}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-prefix": "/evil" },
        body: JSON.stringify({ query }),
      });
      equal((await response.json()).data.wallet.report.downloadUrl.startsWith(`${site}/report/`), true);
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** The balancer's file as its image reads it, with this machine's addresses. */
function balancer(port, address) {
  const replaced = text("deploy", "nginx", "default.conf.template")
    .replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.1")
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replace("http://portfoliograph:8080;", `${address};`);
  if (/\$\{|portfoliograph/.test(replaced)) throw new Error("the template has other placeholders");
  return replaced;
}
