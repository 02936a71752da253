// A proxy in front of a GraphQL server that counts requests and sums the upstream calls that the responses report.

import { createServer, request } from "node:http";
import { once } from "node:events";

/** Starts a proxy on a free loopback port; its counts start at zero after each `reset`. */
export async function startRecorder(target) {
  const state = { requests: [], responses: [] };
  const server = createServer(async (incoming, outgoing) => {
    const body = await read(incoming);
    state.requests.push({ body: body.toString(), accept: incoming.headers.accept });
    // Without compression the responses can be read here.
    const headers = { ...incoming.headers, host: new URL(target).host, "accept-encoding": "identity" };
    const forwarded = request(target, { method: incoming.method, headers }, (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      const parts = [];
      response.on("data", (part) => {
        parts.push(part);
        outgoing.write(part);
      });
      response.on("end", () => {
        state.responses.push({ status: response.statusCode, type: response.headers["content-type"] ?? "", body: Buffer.concat(parts).toString() });
        outgoing.end();
      });
    });
    forwarded.on("error", () => outgoing.destroy());
    forwarded.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/graphql`,
    reset: () => Object.assign(state, { requests: [], responses: [] }),
    /** The requests since the last reset, with body and accepted formats. */
    requests: () => state.requests,
    /** The responses since the last reset. */
    responses: () => state.responses,
    /** The sum of `extensions.upstream.calls` over every result of every response since the last reset. */
    calls: () => state.responses.flatMap(results).reduce((sum, result) => sum + (result.extensions?.upstream?.calls ?? 0), 0),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns the results in a response: one, the items of an array, the lines of JSONL, or the events of a stream. */
export function results({ type, body }) {
  if (type.startsWith("application/jsonl")) return lines(body).map((line) => JSON.parse(line));
  if (type.startsWith("text/event-stream"))
    return lines(body)
      .filter((line) => line.startsWith("data:") && line.length > 6)
      .map((line) => JSON.parse(line.slice(5)));
  if (type.startsWith("multipart/"))
    return lines(body)
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  return type.includes("json") ? [JSON.parse(body)].flat() : [];
}

const lines = (body) => body.split(/\r?\n/).filter((line) => line !== "");

async function read(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
