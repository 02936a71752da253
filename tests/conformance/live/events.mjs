// graphql-sse, in both modes.

import { createClient } from "graphql-sse";
import { check, equal, eventually } from "./check.mjs";
import { listeners } from "./plain.mjs";

async function all(results) {
  const list = [];
  for await (const result of results) list.push(result);
  return list;
}

export async function events(server) {
  for (const singleConnection of [false, true]) {
    const mode = singleConnection ? "single connection" : "distinct connections";
    const connect = () => createClient({ url: server.url, singleConnection, retryAttempts: 0 });

    await check(`graphql-sse, ${mode}: a subscription to its end`, async () => {
      const client = connect();
      equal(await all(client.iterate({ query: "subscription { counted(to: 3) }" })), [1, 2, 3].map((counted) => ({ data: { counted } })));
      client.dispose();
    });
    await check(`graphql-sse, ${mode}: a query with variables`, async () => {
      const client = connect();
      equal(await all(client.iterate({ query: "query ($n: String!) { hello(name: $n) }", variables: { n: "ä\n😀" } })), [{ data: { hello: "Hello ä\n😀" } }]);
      client.dispose();
    });
    await check(`graphql-sse, ${mode}: deferred parts`, async () => {
      const client = connect();
      equal(await all(client.iterate({ query: "{ hello ... @defer { report { id } } }" })), [
        { data: { hello: "Hello world" }, pending: [{ id: "0", path: [] }], hasNext: true },
        { incremental: [{ id: "0", data: { report: { id: "r1" } } }], completed: [{ id: "0" }], hasNext: false },
      ]);
      client.dispose();
    });
    await check(`graphql-sse, ${mode}: several operations at once`, async () => {
      const client = connect();
      const results = await Promise.all([1, 2, 3].map((to) => all(client.iterate({ query: `subscription { counted(to: ${to}) }` }))));
      equal(results.map((list) => list.length), [1, 2, 3]);
      client.dispose();
    });
    await check(`graphql-sse, ${mode}: disconnecting ends the source stream`, async () => {
      const client = connect();
      const [first, second] = [client.iterate({ query: "subscription { counted }" }), client.iterate({ query: "subscription { counted }" })];
      await first.next();
      await second.next();
      equal(await listeners(server), 2);
      await second.return();
      await eventually(() => listeners(server), 1);
      equal((await first.next()).done, false);
      client.dispose();
      await eventually(() => listeners(server), 0);
    });
  }

  await check("graphql-sse, distinct connections: a request error is sent as a result", async () => {
    const client = createClient({ url: server.url, retryAttempts: 0 });
    const [result, ...rest] = await all(client.iterate({ query: "{ nope }" }));
    equal([result.errors.map((error) => error.extensions.code), rest], [["GRAPHQL_VALIDATION_FAILED"], []]);
    client.dispose();
  });
}
