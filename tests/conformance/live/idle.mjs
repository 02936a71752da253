// A thousand idle clients: how much server memory they use, and that it is released when they disconnect.

import { readFileSync } from "node:fs";
import WebSocket from "ws";
import { check } from "./check.mjs";

const SOCKETS = 1000;
// Measured: 16 KiB, including the web server's memory per connection.
const MAX_BYTES_EACH = 32 * 1024;

export async function idle(server) {
  await check(`${SOCKETS} idle sockets use little memory and release it`, async () => {
    await connect(server, 50).then(close);
    const before = await memory(server);
    const sockets = await connect(server, SOCKETS);
    const during = await memory(server);
    await Promise.all(sockets.map(pong));
    await close(sockets);
    const after = await memory(server);

    const each = (during.managed - before.managed) / SOCKETS;
    const retained = (after.managed - before.managed) / SOCKETS;
    const kib = (bytes) => (bytes / 1024).toFixed(1);
    console.log(
      `${SOCKETS} idle sockets: ${kib(each)} KiB each of managed memory (${kib(retained)} KiB each retained after they closed), ` +
        `resident ${kib(before.resident / 1024)} -> ${kib(during.resident / 1024)} -> ${kib(after.resident / 1024)} MiB`);
    if (each > MAX_BYTES_EACH) throw new Error(`${each} bytes each`);
    if (retained > MAX_BYTES_EACH / 4) throw new Error(`${retained} bytes each are retained`);
  });
}

async function connect(server, count) {
  return Promise.all(
    Array.from({ length: count }, () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(server.socketUrl, "graphql-transport-ws");
        socket.once("open", () => socket.send('{"type":"connection_init"}'));
        socket.once("message", () => resolve(socket));
        socket.once("error", reject);
        socket.on("message", (data) => data.toString() === '{"type":"ping"}' && socket.send('{"type":"pong"}'));
      })));
}

function pong(socket) {
  return new Promise((resolve) => {
    socket.on("message", (data) => data.toString() === '{"type":"pong"}' && resolve());
    socket.send('{"type":"ping"}');
  });
}

function close(sockets) {
  return Promise.all(
    sockets.map((socket) =>
      new Promise((resolve) => {
        socket.once("close", resolve);
        socket.close(1000);
      })));
}

async function memory(server) {
  const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ memory }"}' });
  const managed = (await response.json()).data.memory;
  const status = process.platform === "linux" ? readFileSync(`/proc/${server.pid}/status`, "utf8") : "";
  return { managed, resident: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) };
}
