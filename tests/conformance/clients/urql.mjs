// urql with its normalized cache, graphcache.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, fetchExchange, gql, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { getIntrospectedSchema, minifyIntrospectionQuery } from "@urql/introspection";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, equal } from "../live/check.mjs";

const a = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

export async function urql(server, { graphcache, schema, takes }, root) {
  await check("urql: schema.json is what its own tool writes", () => {
    const { __schema: expected } = minifyIntrospectionQuery(getIntrospectedSchema(readFileSync(join(root, "schema", "portfolio.graphql"), "utf8")));
    for (const root of ["queryType", "mutationType", "subscriptionType"]) expected[root] = { name: expected[root].name };
    equal(sorted(schema), sorted({ __schema: expected }));
  });

  await check("urql: every object has a key or is known to have none", async () => {
    const { client, warnings } = create(server, graphcache, schema);
    const query = gql`query K($a: Address!) {
      portfolioService { isAvailable budget { waiting } source { state } }
      wallet(address: $a) {
        id
        profitAndLoss { roi source { state } }
        breakdown { totalUsd byChain { share chain { id } } source { state } }
        chart { points { valueUsd } }
        chains { id valueUsd }
        positions(first: 2) { nodes { id underlying { amount token { id } } economics { rewardsUsd } } }
      }
      portfolio(addresses: [$a]) { id valueUsd compliance { check { verdict } wallet { id } } }
    }`;
    const { data, error } = await client.query(query, { a }).toPromise();
    equal([error, data.wallet.breakdown.totalUsd, warnings], [undefined, 271406.497, []]);
  });

  await check("urql: two views of a breakdown take two requests", async () => {
    const { client, requests } = create(server, graphcache, schema);
    const first = gql`query A($a: Address!) { wallet(address: $a) { id breakdown { totalUsd byCategory { valueUsd } } } }`;
    const second = gql`query B($a: Address!) { wallet(address: $a) { id breakdown { debtsUsd byCategory { share } } } }`;
    await client.query(first, { a }).toPromise();
    await client.query(second, { a }).toPromise();
    const { data } = await client.query(first, { a }, { requestPolicy: "cache-only" }).toPromise();
    equal([data.wallet.breakdown.totalUsd, requests.length], [271406.497, 2]);
  });

  await check("urql: pages become one list", async () => {
    const { client, requests } = create(server, graphcache, schema);
    const query = gql`query P($a: Address!, $after: String) { wallet(address: $a) { id tokens(first: 6, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }`;
    let page = { pageInfo: { hasNextPage: true } };
    while (page.pageInfo.hasNextPage) page = (await client.query(query, { a, after: page.pageInfo.endCursor }).toPromise()).data.wallet.tokens;
    equal([page.nodes.length, page.totalCount, requests.length], [17, 17, 3]);
  });

  // Several tokens have the same symbol.
  await check("urql: pages keep nodes without ids that are equal", async () => {
    const { client, requests } = create(server, graphcache, schema);
    const query = gql`query P($a: Address!, $after: String) { wallet(address: $a) { id tokens(first: 6, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { token { symbol } } } } }`;
    let page = { pageInfo: { hasNextPage: true } };
    while (page.pageInfo.hasNextPage) page = (await client.query(query, { a, after: page.pageInfo.endCursor }).toPromise()).data.wallet.tokens;
    equal([page.nodes.length, new Set(page.nodes.map((node) => node.token.symbol)).size < 17, requests.length], [17, true, 3]);
  });

  if (takes("where")) {
    await check("urql: lists with different filters are different lists", async () => {
      const { client, requests } = create(server, graphcache, schema);
      const query = gql`query W($a: Address!, $text: String!) { wallet(address: $a) { id tokens(first: 50, where: { token: { symbol: { contains: $text } } }) { nodes { id token { id symbol } } } } }`;
      const read = async (text) => (await client.query(query, { a, text }).toPromise()).data.wallet.tokens.nodes.map((node) => node.token.symbol);
      const [usd, eth, again] = [await read("usd"), await read("eth"), await read("usd")];
      equal([usd.length > 0 && usd.every((symbol) => /usd/i.test(symbol)), eth.length > 0 && eth.every((symbol) => /eth/i.test(symbol)), again, requests.length], [true, true, usd, 2]);
    });
  }

  await check("urql: a subscription updates the cached portfolio", async () => {
    const { client, requests, dispose } = create(server, graphcache, schema);
    const changed = gql`subscription C($a: Address!) { portfolioChanged(addresses: [$a]) { valueUsd portfolio { id valueUsd } } }`;
    const event = await new Promise((resolve) => {
      const subscription = client.subscription(changed, { a }).subscribe((result) => (resolve(result), setTimeout(() => subscription.unsubscribe())));
    });
    equal([event.data.portfolioChanged.portfolio.valueUsd, requests.length], [271406.497, 0]);
    await dispose();
  });

  await check("urql: @defer", async () => {
    const { client } = create(server, graphcache, schema);
    const query = gql`query D($a: Address!) { wallet(address: $a) { id valueUsd ... @defer { breakdown { totalUsd } } } }`;
    const data = await new Promise((resolve, reject) => {
      const subscription = client.query(query, { a }).subscribe(({ data, error, hasNext }) => {
        if (error) reject(error);
        if (hasNext) return;
        resolve(data);
        setTimeout(() => subscription.unsubscribe());
      });
    });
    equal(data.wallet.breakdown.totalUsd, 271406.497);
  });
}

function create(server, { keys, resolvers }, schema) {
  const requests = [];
  const warnings = [];
  const socket = createClient({ url: server.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  const client = new Client({
    url: server.url,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({ keys, resolvers, schema, logger: (severity, message) => severity !== "debug" && warnings.push(message) }),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink) }) }) }),
    ],
    fetch: (url, options) => {
      requests.push(options.body);
      return fetch(url, options);
    },
  });
  return { client, requests, warnings, dispose: () => socket.dispose() };
}

// The order of types and of interfaces has no meaning, and neither has an absent member that is written as null.
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted).sort((left, right) => ((left.name ?? "") < (right.name ?? "") ? -1 : 1));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, member]) => [name, sorted(member)]));
}
