// What needs no client but fetch.

import { check, equal } from "./check.mjs";

const post = (url, body, headers = {}) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

/** How many source streams the server has open. */
export async function listeners(server) {
  return (await (await post(server.url, { query: "{ listeners }" })).json()).data.listeners;
}

export async function plain(server) {
  await check("a batch is answered in its order", async () => {
    const response = await post(`${server.address}/batches`, [{ query: "{ report { id } }" }, { query: "{ hello }" }]);
    equal([response.status, await response.json()], [200, [{ data: { report: { id: "r1" } } }, { data: { hello: "Hello world" } }]]);
  });
  await check("a batch is refused where batches are off", async () => {
    equal((await post(server.url, [{ query: "{ hello }" }])).status, 400);
  });
  await check("what a GET gave need not be sent again", async () => {
    const url = `${server.url}?query={hello}`;
    const etag = (await fetch(url)).headers.get("etag");
    const again = await fetch(url, { headers: { "if-none-match": etag } });
    equal([again.status, await again.text(), again.headers.get("etag")], [304, "", etag]);
  });
  await check("a client of the older incremental form gets the whole answer", async () => {
    const response = await post(server.url, { query: "{ hello ... @defer { report { id } } }" }, { accept: "multipart/mixed;deferSpec=20220824, application/json" });
    equal([response.headers.get("content-type"), await response.json()], ["application/json; charset=utf-8", { data: { hello: "Hello world", report: { id: "r1" } } }]);
  });
}
