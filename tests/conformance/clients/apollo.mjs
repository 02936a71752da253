// Apollo Client 3 and 4 with typePolicies and possibleTypes.

import * as apollo4 from "@apollo/client";
import { GraphQL17Alpha9Handler } from "@apollo/client/incremental";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import * as apollo3 from "@apollo/client-3/core/index.js";
import { GraphQLWsLink as GraphQLWsLink3 } from "@apollo/client-3/link/subscriptions/index.js";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, equal, eventually } from "../live/check.mjs";

const typical = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";
const { gql } = apollo4;

// Two components of one page. They select different fields of the same objects, with and without ids.
const views = {
  "a wallet's breakdown": [
    gql`query A($a: Address!) { wallet(address: $a) { breakdown { totalUsd byCategory { category valueUsd } } chains { valueUsd } } }`,
    gql`query B($a: Address!) { wallet(address: $a) { breakdown { debtsUsd byChain { share } byCategory { share } } chains { share } } }`,
  ],
  "a wallet's breakdown, with ids": [
    gql`query A($a: Address!) { wallet(address: $a) { id breakdown { totalUsd byCategory { valueUsd } } chains { id valueUsd } } }`,
    gql`query B($a: Address!) { wallet(address: $a) { id breakdown { debtsUsd byCategory { share } } chains { id share } } }`,
  ],
  "a portfolio": [
    gql`query A($a: Address!) { portfolio(addresses: [$a]) { valueUsd profitAndLoss { absoluteUsd } compliance { check { verdict } } } }`,
    gql`query B($a: Address!) { portfolio(addresses: [$a]) { addresses profitAndLoss { roi } compliance { wallet { address } } } }`,
  ],
};

export async function apollo(server, modules) {
  for (const [name, library, typePolicies, SocketLink] of [
    ["apollo 4", apollo4, modules.apollo4, GraphQLWsLink],
    ["apollo 3", apollo3, modules.apollo3, GraphQLWsLink3],
  ]) {
    const create = (cache) => createApollo(library, SocketLink, server, new library.InMemoryCache(cache));
    const ready = () => create({ typePolicies, possibleTypes: modules.possibleTypes });

    for (const [view, queries] of Object.entries(views)) {
      await check(`${name}: two views of ${view} take two requests`, async () => {
        const { client, requests } = ready();
        const warnings = await warned(() => watchAll(client, queries));
        equal([requests.length, warnings], [2, []]);
        await close(client);
      });
    }
    await check(`${name}: without the policies they take more`, async () => {
      const { client, requests } = create({});
      await warned(async () => {
        const subscriptions = watch(client, views["a wallet's breakdown"]).map((query) => query.subscribe({}));
        await eventually(() => requests.length > 2, true);
        for (const subscription of subscriptions) subscription.unsubscribe();
      });
      await close(client);
    });

    for (const form of ["nodes { id }", "edges { node { id } }"]) {
      await check(`${name}: fetchMore adds pages of ${form.split(" ")[0]}`, async () => {
        const { client, requests } = ready();
        const query = library.gql(`query P($a: Address!, $after: String) { wallet(address: $a) { id tokens(first: 6, after: $after) { totalCount pageInfo { hasNextPage endCursor } ${form} } } }`);
        const observed = client.watchQuery({ query, variables: { a: typical } });
        const subscription = observed.subscribe({});
        let page = (await settled(observed)).wallet.tokens;
        while (page.pageInfo.hasNextPage) {
          await observed.fetchMore({ variables: { after: page.pageInfo.endCursor } });
          // One version publishes the new state after the promise has been resolved.
          await eventually(() => observed.getCurrentResult().data.wallet.tokens.pageInfo.endCursor === page.pageInfo.endCursor, false);
          page = observed.getCurrentResult().data.wallet.tokens;
        }
        const items = page.nodes ?? page.edges.map((edge) => edge.node);
        equal([items.length, new Set(items.map((item) => item.id)).size, page.totalCount, requests.length], [17, 17, 17, 3]);
        subscription.unsubscribe();
        await close(client);
      });
    }
    // Several tokens have the same symbol.
    await check(`${name}: fetchMore keeps nodes without ids that are equal, and adds no page twice`, async () => {
      const { client, requests } = ready();
      const query = library.gql(`query P($a: Address!, $after: String) { wallet(address: $a) { id tokens(first: 6, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { token { symbol } } } } }`);
      const observed = client.watchQuery({ query, variables: { a: typical } });
      const subscription = observed.subscribe({});
      const tokens = () => observed.getCurrentResult().data.wallet.tokens;
      const symbols = () => tokens().nodes.map((node) => node.token.symbol);
      const cursors = [(await settled(observed)).wallet.tokens.pageInfo.endCursor];
      while (tokens().pageInfo.hasNextPage) {
        await observed.fetchMore({ variables: { after: cursors.at(-1) } });
        await eventually(() => tokens().pageInfo.endCursor === cursors.at(-1), false);
        cursors.push(tokens().pageInfo.endCursor);
      }
      const all = (await client.query({ query: library.gql(`query F($a: Address!) { wallet(address: $a) { tokens(first: 50) { nodes { token { symbol } } } } }`), variables: { a: typical }, fetchPolicy: "no-cache" })).data.wallet.tokens.nodes;
      equal([symbols(), new Set(symbols()).size < 17, requests.length], [all.map((node) => node.token.symbol), true, 4]);
      await observed.fetchMore({ variables: { after: cursors[1] } });
      equal(symbols().length, 17);
      subscription.unsubscribe();
      await close(client);
    });
    if (modules.takes("before")) {
      await check(`${name}: fetchMore adds the pages before`, async () => {
        const { client, requests } = ready();
        const query = library.gql(`query L($a: Address!, $before: String) { wallet(address: $a) { id tokens(last: 6, before: $before) { pageInfo { hasPreviousPage startCursor } edges { cursor node { id } } } } }`);
        const observed = client.watchQuery({ query, variables: { a: typical } });
        const subscription = observed.subscribe({});
        let page = (await settled(observed)).wallet.tokens;
        while (page.pageInfo.hasPreviousPage) {
          await observed.fetchMore({ variables: { before: page.pageInfo.startCursor } });
          await eventually(() => observed.getCurrentResult().data.wallet.tokens.pageInfo.startCursor === page.pageInfo.startCursor, false);
          page = observed.getCurrentResult().data.wallet.tokens;
        }
        const { data } = await client.query({ query: library.gql(`query F($a: Address!) { wallet(address: $a) { id tokens(first: 50) { edges { node { id } } } } }`), variables: { a: typical }, fetchPolicy: "no-cache" });
        equal([page.edges.map((edge) => edge.node.id), requests.length], [data.wallet.tokens.edges.map((edge) => edge.node.id), 4]);
        subscription.unsubscribe();
        await close(client);
      });
    }
    if (modules.takes("where")) {
      await check(`${name}: lists with different filters are different lists`, async () => {
        const { client, requests } = ready();
        const query = library.gql(
          `query W($a: Address!, $text: String!) { wallet(address: $a) { id tokens(first: 50, where: { token: { symbol: { contains: $text } } }, order: [{ valueUsd: ASC }]) { nodes { id valueUsd token { id symbol } } } } }`,
        );
        const read = async (text) => (await client.query({ query, variables: { a: typical, text } })).data.wallet.tokens.nodes.map((node) => node.token.symbol);
        const [usd, eth, again] = [await read("usd"), await read("eth"), await read("usd")];
        equal([usd.length > 0 && usd.every((symbol) => /usd/i.test(symbol)), eth.length > 0 && eth.every((symbol) => /eth/i.test(symbol)), again, requests.length], [true, true, usd, 2]);
        await close(client);
      });
    }
    await check(`${name}: cached nodes do not make a view of edges empty`, async () => {
      const { client } = ready();
      await client.query({ query: library.gql(`query N($a: Address!) { wallet(address: $a) { id tokens(first: 3) { nodes { id } } } }`), variables: { a: typical } });
      const { data } = await client.query({ query: library.gql(`query E($a: Address!) { wallet(address: $a) { id tokens(first: 3) { edges { node { id } } } } }`), variables: { a: typical } });
      equal(data.wallet.tokens.edges.length, 3);
      await close(client);
    });
    await check(`${name}: a fragment on an interface has its fields`, async () => {
      const { client } = ready();
      const { data } = await client.query({ query: library.gql(`query I($a: Address!) { wallet(address: $a) { id ...H } } fragment H on Holdings { valueUsd }`), variables: { a: typical } });
      equal(data.wallet.valueUsd, 271406.497);
      await close(client);
    });
    await check(`${name}: numbers are those of the response`, async () => {
      const { client, texts } = ready();
      await client.query({ query: library.gql(`query S($a: Address!) { wallet(address: $a) { tokens(first: 500) { nodes { share valueUsd priceUsd } } } }`), variables: { a: typical } });
      const printed = [...texts[0].matchAll(/"(?:share|valueUsd|priceUsd)":(-?[\d.]+)/g)].map((match) => match[1]);
      equal(printed.length > 30, true);
      equal(printed.filter((text) => String(Number(text)) !== text.replace(/\.?0+$/, "")), []);
      await close(client);
    });
    await check(`${name}: a subscription updates the cached portfolio`, async () => {
      const { client } = ready();
      const query = library.gql(`subscription C($a: Address!) { portfolioChanged(addresses: [$a]) { valueUsd portfolio { id valueUsd } } }`);
      const event = await new Promise((resolve, reject) => {
        const subscription = client.subscribe({ query, variables: { a: typical } }).subscribe({ next: (result) => (resolve(result), setTimeout(() => subscription.unsubscribe())), error: reject });
      });
      equal(event.data.portfolioChanged.valueUsd, 271406.497);
      equal(client.cache.extract()[`Portfolio:${event.data.portfolioChanged.portfolio.id}`].valueUsd, 271406.497);
      await close(client);
    });
  }

  const { rows } = modules.policies;
  const [btc, eth] = [{ token: { __ref: "t1" }, value: 1 }, { token: { __ref: "t2" }, value: 2 }];
  await check("rows: lists that agree are merged", () => equal(rows([btc, eth], [{ value: 1, share: 0.3 }, { value: 2, share: 0.7 }]), [{ ...btc, share: 0.3 }, { ...eth, share: 0.7 }]));
  await check("rows: a list with other items replaces the cached one", () => equal(rows([btc, eth], [eth, btc]), [eth, btc]));
  await check("rows: a list of another length replaces the cached one", () => equal(rows([btc, eth], [{ share: 1 }]), [{ share: 1 }]));
  await check("rows: null replaces the cached list", () => equal(rows([btc], null), null));

  await check("apollo 4: @defer delivers the parts into the cache", async () => {
    const { client } = createApollo(apollo4, GraphQLWsLink, server, new apollo4.InMemoryCache({ typePolicies: modules.apollo4, possibleTypes: modules.possibleTypes }));
    const query = gql`query D($a: Address!) { wallet(address: $a) { id valueUsd ... @defer { breakdown { totalUsd } } } }`;
    const observed = client.watchQuery({ query, variables: { a: typical } });
    const subscription = observed.subscribe({});
    equal((await settled(observed)).wallet.breakdown.totalUsd, 271406.497);
    subscription.unsubscribe();
    await close(client);
  });
}

function createApollo(library, SocketLink, server, cache) {
  const requests = [];
  const texts = [];
  const counting = async (url, options) => {
    requests.push(options.body);
    const response = await fetch(url, options);
    if (/multipart|event-stream/.test(response.headers.get("content-type"))) return response;
    const text = await response.text();
    texts.push(text);
    return new Response(text, response);
  };
  const socket = createClient({ url: server.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  const isSubscription = ({ query }) => query.definitions.some((definition) => definition.operation === "subscription");
  const link = library.ApolloLink.split(isSubscription, new SocketLink(socket), new library.HttpLink({ uri: server.url, fetch: counting }));
  // The newer version needs to be configured for the format of incremental results.
  const client = new library.ApolloClient({ cache, link, ...(library === apollo4 && { incrementalHandler: new GraphQL17Alpha9Handler() }) });
  return { client: Object.assign(client, { dispose: () => socket.dispose() }), requests, texts };
}

async function close(client) {
  client.stop();
  await client.dispose();
}

/** Watches queries at the same time until none of them loads. */
async function watchAll(client, queries) {
  const observed = watch(client, queries);
  const subscriptions = observed.map((query) => query.subscribe({}));
  for (const query of observed) await settled(query);
  // A write to the cache by one query can start another request of the other.
  for (let idle = 0; idle < 20; idle = observed.some((query) => query.getCurrentResult().loading) ? 0 : idle + 1) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const subscription of subscriptions) subscription.unsubscribe();
}

const watch = (client, queries) => queries.map((query) => client.watchQuery({ query, variables: { a: typical }, notifyOnNetworkStatusChange: true }));

/** Returns the data of a query as soon as it is complete. */
async function settled(observed) {
  for (;;) {
    const { data, loading, error, partial } = observed.getCurrentResult();
    if (error) throw error;
    if (data && !loading && !partial) return data;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Returns the warnings and errors that are printed during an action. */
async function warned(action) {
  const printed = [];
  const { warn, error } = console;
  console.warn = console.error = (...args) => printed.push(args.join(" "));
  try {
    await action();
  } finally {
    Object.assign(console, { warn, error });
  }
  return printed;
}
