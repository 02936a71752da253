// urql, which receives incremental delivery and event streams by fetch.

import { Client, fetchExchange } from "@urql/core";
import { check, equal, eventually } from "./check.mjs";
import { listeners } from "./plain.mjs";

const collect = (source) =>
  new Promise((resolve) => {
    const results = [];
    const { unsubscribe } = source.subscribe((result) => {
      results.push(structuredClone({ data: result.data, error: result.error?.message, hasNext: result.hasNext }));
      if (!result.hasNext) {
        resolve(results);
        queueMicrotask(() => unsubscribe());
      }
    });
  });

export async function urql(server) {
  const client = new Client({ url: server.url, exchanges: [fetchExchange], fetchSubscriptions: true, preferGetMethod: false });

  await check("urql: a query", async () => {
    equal((await client.query("{ hello }", {}).toPromise()).data, { hello: "Hello world" });
  });
  await check("urql: a query by GET", async () => {
    equal((await client.query("query ($n: String!) { hello(name: $n) }", { n: "ä" }, { preferGetMethod: "force" }).toPromise()).data, { hello: "Hello ä" });
  });
  await check("urql: a request error", async () => {
    equal((await client.query("{ nope }", {}).toPromise()).error.graphQLErrors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  });
  await check("urql: deferred parts", async () => {
    const results = await collect(client.query("{ hello ... @defer { report { id text } } }", {}));
    equal(results, [
      { data: { hello: "Hello world" }, error: undefined, hasNext: true },
      { data: { hello: "Hello world", report: { id: "r1", text: "slow" } }, error: undefined, hasNext: false },
    ]);
  });
  await check("urql: a subscription to its end", async () => {
    const results = await collect(client.subscription("subscription { counted(to: 3) }", {}));
    equal(results.map((result) => result.data.counted), [1, 2, 3, 3]);
  });
  await check("urql: disconnecting ends the source stream", async () => {
    await new Promise((resolve) => {
      const { unsubscribe } = client.subscription("subscription { counted }", {}).subscribe((result) => {
        if (result.data.counted === 2) {
          resolve();
          queueMicrotask(() => unsubscribe());
        }
      });
    });
    await eventually(() => listeners(server), 0);
  });
}
