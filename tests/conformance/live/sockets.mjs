// graphql-ws, and raw sockets for invalid messages.

import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, equal, eventually } from "./check.mjs";
import { listeners } from "./plain.mjs";

const connect = (server, options = {}) => createClient({ url: server.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, ...options });

async function all(results) {
  const list = [];
  for await (const result of results) list.push(result);
  return list;
}

/** Sends messages on a raw socket and returns the code and reason with which the server closes it. */
function closeOf(server, protocols, ...messages) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(server.socketUrl, protocols);
    socket.on("open", () => messages.forEach((message) => socket.send(message)));
    socket.on("close", (code, reason) => resolve([code, reason.toString()]));
    socket.on("error", reject);
  });
}

export async function sockets(server) {
  await check("graphql-ws: a subscription to its end", async () => {
    const client = connect(server);
    equal(await all(client.iterate({ query: "subscription { counted(to: 3) }" })), [1, 2, 3].map((counted) => ({ data: { counted } })));
    await client.dispose();
  });
  await check("graphql-ws: a query with variables", async () => {
    const client = connect(server);
    equal(await all(client.iterate({ query: "query ($n: String!) { hello(name: $n) }", variables: { n: "ä\"\\😀" } })), [{ data: { hello: "Hello ä\"\\😀" } }]);
    await client.dispose();
  });
  await check("graphql-ws: deferred parts", async () => {
    const client = connect(server);
    equal(await all(client.iterate({ query: "{ hello ... @defer { report { id } } }" })), [
      { data: { hello: "Hello world" }, pending: [{ id: "0", path: [] }], hasNext: true },
      { incremental: [{ id: "0", data: { report: { id: "r1" } } }], completed: [{ id: "0" }], hasNext: false },
    ]);
    await client.dispose();
  });
  await check("graphql-ws: many operations on one socket", async () => {
    let opened = 0;
    const client = connect(server, { on: { opened: () => opened++ } });
    const results = await Promise.all([1, 2, 3, 4, 5].map((to) => all(client.iterate({ query: `subscription { counted(to: ${to}) }` }))));
    equal(results.map((list) => list.length), [1, 2, 3, 4, 5]);
    equal(opened, 1);
    await client.dispose();
  });
  await check("graphql-ws: a request error", async () => {
    const client = connect(server);
    const errors = await new Promise((resolve) => client.subscribe({ query: "{ nope }" }, { next() {}, complete() {}, error: resolve }));
    equal(errors.map((error) => error.extensions.code), ["GRAPHQL_VALIDATION_FAILED"]);
    await client.dispose();
  });
  await check("graphql-ws: disconnecting ends the source stream", async () => {
    const client = connect(server);
    for await (const { data } of client.iterate({ query: "subscription { counted }" })) {
      if (data.counted === 3) break;
    }
    await eventually(() => listeners(server), 0);
    const another = client.iterate({ query: "subscription { counted }" });
    await another.next();
    equal(await listeners(server), 1);
    await client.dispose();
    await eventually(() => listeners(server), 0);
  });
  await check("graphql-ws: the server answers pings", async () => {
    const client = connect(server, { keepAlive: 20, lazy: false });
    await new Promise((resolve) => client.on("pong", (received) => received && resolve()));
    await client.dispose();
  });
  await check("graphql-ws: a rejected connection", async () => {
    const client = connect(server, { connectionParams: { refuse: true } });
    const event = await new Promise((resolve) => client.subscribe({ query: "{ hello }" }, { next() {}, complete() {}, error: resolve }));
    equal([event.code, event.reason], [4403, "Forbidden"]);
  });

  const init = '{"type":"connection_init"}';
  const subscribe = '{"id":"1","type":"subscribe","payload":{"query":"subscription { counted }"}}';
  const protocol = "graphql-transport-ws";
  for (const [name, code, ...messages] of [
    ["an invalid message", 4400, "{"],
    ["a subscription before the acknowledgment", 4401, subscribe],
    ["an id that is in use", 4409, init, subscribe, subscribe],
    ["a second initialization", 4429, init, init],
  ])
    await check(`ws: ${name} closes with ${code}`, async () => equal((await closeOf(server, protocol, ...messages))[0], code));
  await check("ws: no subprotocol closes with 4406", async () => equal((await closeOf(server, undefined))[0], 4406));
}

/** Stops the server during a subscription. */
export async function goingAway(server) {
  await check("graphql-ws: a server that shuts down closes with 1001", async () => {
    const client = connect(server);
    const closed = new Promise((resolve) => client.on("closed", resolve));
    client.subscribe({ query: "subscription { counted }" }, { next: () => server.stop(), complete() {}, error() {} });
    const { code, reason } = await closed;
    equal([code, reason], [1001, "Going away"]);
  });
}
