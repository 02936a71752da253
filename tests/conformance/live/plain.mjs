// Checks that need only fetch.

import { check, equal } from "./check.mjs";

const post = (url, body, headers = {}) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

/** Returns the number of open source streams. */
export async function listeners(server) {
  return (await (await post(server.url, { query: "{ listeners }" })).json()).data.listeners;
}

export async function plain(server) {
  await check("a batch returns results in request order", async () => {
    const response = await post(`${server.address}/batches`, [{ query: "{ report { id } }" }, { query: "{ hello }" }]);
    equal([response.status, await response.json()], [200, [{ data: { report: { id: "r1" } } }, { data: { hello: "Hello world" } }]]);
  });
  await check("a batch is rejected if batching is disabled", async () => {
    equal((await post(server.url, [{ query: "{ hello }" }])).status, 400);
  });
  await check("a conditional GET returns 304", async () => {
    const url = `${server.url}?query={hello}`;
    const etag = (await fetch(url)).headers.get("etag");
    const again = await fetch(url, { headers: { "if-none-match": etag } });
    equal([again.status, await again.text(), again.headers.get("etag")], [304, "", etag]);
  });
  await check("a client of the older incremental format gets one complete response", async () => {
    const response = await post(server.url, { query: "{ hello ... @defer { report { id } } }" }, { accept: "multipart/mixed;deferSpec=20220824, application/json" });
    equal([response.headers.get("content-type"), await response.json()], ["application/json; charset=utf-8", { data: { hello: "Hello world", report: { id: "r1" } } }]);
  });
}
