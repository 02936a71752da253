// Trusted documents as clients send them by default: printed again, with `__typename`, and by the ids that their tools generate.

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQL17Alpha9Handler } from "@apollo/client/incremental";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { parse } from "graphql";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, equal } from "./check.mjs";
import { preflight, recorder, sha256 } from "./persisted.mjs";

const address = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";
const addresses = [address];
const variables = {
  InvalidateWallets: { addresses },
  PortfolioChanged: { addresses },
  PortfolioDebts: { addresses },
  PortfolioOverview: { addresses },
  PortfolioPage: { addresses },
  PortfolioPositions: { addresses, first: 3, where: { isDebt: { eq: false } }, order: [{ valueUsd: "DESC" }] },
  PortfolioSince: { addresses, since: new Date(Date.now() - 100 * 86_400_000).toISOString() },
  PortfolioTokens: { addresses, first: 3, where: { isDebt: { eq: false } }, order: [{ valueUsd: "DESC" }] },
  RefreshWallets: { addresses },
  ServiceStatus: {},
  WalletAssets: { address },
  WalletChange: { address, since: new Date(Date.now() - 100 * 86_400_000).toISOString() },
  WalletChart: { address, range: "ONE_DAY" },
  WalletDebts: { address },
  WalletList: { addresses },
  WalletMovers: { address },
  WalletOnChain: { address, chainId: 1 },
  WalletOverview: { address },
  WalletPast: { address, time: new Date(Date.now() - 100 * 86_400_000).toISOString() },
  WalletPositions: { address, first: 3 },
  WalletProtocol: { address, protocolId: "aavev3" },
  WalletReport: { address },
  WalletSearch: { address, text: "eth" },
  WalletTokens: { address, first: 3 },
};

/** Returns whether every object below the root has its type's name. */
const isTyped = (value, isRoot = true) =>
  typeof value !== "object" || value === null || (Array.isArray(value) ? value.every((item) => isTyped(item, false)) : (isRoot || typeof value.__typename === "string") && Object.values(value).every((item) => isTyped(item, false)));

const apolloClient = (url, fetch, { link, http = {} } = {}) => {
  const last = new HttpLink({ uri: url, fetch, ...http });
  return new ApolloClient({ cache: new InMemoryCache(), link: link ? new PersistedQueryLink(link).concat(last) : last, incrementalHandler: new GraphQL17Alpha9Handler() });
};

export async function trustedClients({ server, documents, names, app }) {
  const queries = names.filter((name) => documents(name).includes(`query ${name}`));
  await check("the operations are 21 queries, two mutations and a subscription", () => equal([queries.length, names.length, Object.keys(variables).sort()], [21, 24, names.toSorted()]));

  for (const [method, useGETForQueries] of [["POST", false], ["GET", true]]) {
    const http = { useGETForQueries, headers: preflight };
    for (const name of queries) {
      await check(`apollo: ${name} runs as text with the default cache, by ${method}`, async () => {
        const { record, take } = recorder();
        const { data } = await apolloClient(server.url, record, { http }).query({ query: gql(documents(name)), variables: variables[name] });
        equal([isTyped(data), take()], [true, [`${method} text: 200`]]);
      });
      await check(`apollo: ${name} runs by the hash of its text with the default cache, by ${method}`, async () => {
        const { record, take } = recorder();
        const { data } = await apolloClient(server.url, record, { http, link: { sha256 } }).query({ query: gql(documents(name)), variables: variables[name] });
        equal([isTyped(data), take()], [true, [`${method} hash: 200`]]);
      });
    }
  }

  for (const [method, prefer] of [["POST", false], ["GET", "force"]]) {
    const options = { url: server.url, preferGetMethod: prefer, fetchOptions: { headers: preflight } };
    for (const name of queries) {
      for (const [cache, exchanges] of [["its document cache", [cacheExchange]], ["no cache", []]])
        await check(`urql: ${name} runs as text with ${cache}, by ${method}`, async () => {
          const { record, take } = recorder();
          const { data, error } = await new Client({ ...options, fetch: record, exchanges: [...exchanges, fetchExchange] }).query(documents(name), variables[name]).toPromise();
          equal([error?.message, Boolean(data), isTyped(data), take()], [undefined, true, exchanges.length > 0, [`${method} text: 200`]]);
        });
      await check(`urql: ${name} runs by the hash of its text with its document cache, by ${method}`, async () => {
        const { record, take } = recorder();
        const exchanges = [cacheExchange, persistedExchange({ preferGetForPersistedQueries: prefer }), fetchExchange];
        const { data, error } = await new Client({ ...options, fetch: record, exchanges }).query(documents(name), variables[name]).toPromise();
        equal([error?.message, isTyped(data), take()], [undefined, true, [`${method} hash: 200`]]);
      });
    }
  }

  await check("urql: a document runs by the hash of its text without a cache", async () => {
    const { record, take } = recorder();
    const exchanges = [persistedExchange({ preferGetForPersistedQueries: false }), fetchExchange];
    const { data, error } = await new Client({ url: server.url, preferGetMethod: false, fetch: record, exchanges }).query(documents("WalletReport"), { address }).toPromise();
    equal([error?.message, isTyped(data), take()], [undefined, false, ["POST hash: 200"]]);
  });
  await check("a text with another comment is known by its own hash once it was sent", async () => {
    const { record, take } = recorder();
    const post = (body) => record(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ...body, variables: { address } }) });
    const query = `${documents("WalletReport")}# of this client`;
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
    await post({ extensions });
    await post({ extensions, query });
    await post({ extensions });
    equal(take(), ["POST hash: PERSISTED_QUERY_NOT_FOUND", "POST hash+text: 200", "POST hash: 200"]);
  });

  await check("apollo: a mutation", async () => {
    const { data } = await apolloClient(server.url, fetch).mutate({ mutation: gql(documents("RefreshWallets")), variables: { addresses } });
    equal(isTyped(data), true);
  });
  await check("apollo: a subscription over a socket", async () => {
    const socket = createClient({ url: server.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });
    const data = await new Promise((resolve, reject) => {
      const subscription = client.subscribe({ query: gql(documents("PortfolioChanged")), variables: { addresses } }).subscribe({
        next(event) {
          resolve(event.data);
          queueMicrotask(() => subscription.unsubscribe());
        },
        error: reject,
      });
    });
    client.stop();
    await socket.dispose();
    equal([typeof data.portfolioChanged.valueUsd, isTyped(data)], ["number", true]);
  });

  for (const [what, change] of [
    ["a field more", (text) => text.replace("valueUsd", "valueUsd chains { share }")],
    ["an alias", (text) => text.replace("valueUsd", "value: valueUsd")],
    ["another default", (text) => text.replace("ONE_YEAR", "ONE_DAY")],
  ])
    await check(`apollo: a document with ${what} is rejected`, async () => {
      const { record, take } = recorder();
      const text = documents("WalletOverview");
      equal(change(text) === text, false);
      await apolloClient(server.url, record).query({ query: gql(change(text)), variables: { address } }).catch(() => {});
      equal(take(), ["POST text: DOCUMENT_NOT_TRUSTED"]);
    });

  for (const algorithm of ["sha256", "sha1"])
    for (const [name, id] of Object.entries(app.codegen[algorithm].ids).filter(([name]) => queries.includes(name) || name in app.documents)) {
      const given = variables[name] ?? { chainId: 1, address };
      await check(`codegen: ${name} runs by its ${algorithm} as documentId`, async () => {
        const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ documentId: id, variables: given }) });
        const { data, errors } = await response.json();
        equal([errors, Object.keys(data).length > 0], [undefined, true]);
      });
      await check(`codegen: ${name} runs by its ${algorithm} in Apollo Client`, async () => {
        const { record, take } = recorder();
        // As the preset's documentation has it: the generated document has its id in `__meta__`.
        const query = Object.assign(parse(app.documents[name] ?? documents(name)), { __meta__: { hash: id } });
        const client = apolloClient(server.url, record, { link: { generateHash: () => query.__meta__.hash } });
        await client.query({ query, variables: given, fetchPolicy: "no-cache" });
        equal(take(), ["POST hash: 200"]);
      });
    }

  for (const name of Object.keys(app.documents)) {
    const given = { chainId: 1, address };
    await check(`relay: ${name} runs by its MD5`, async () => {
      const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ id: app.relayId(name), variables: given }) });
      const { data, errors } = await response.json();
      equal([errors, isTyped(data)], [undefined, true]);
    });
    await check(`apollo: ${name} runs by the id of its manifest`, async () => {
      const { record, take } = recorder();
      const { data } = await apolloClient(server.url, record, { link: { generateHash: () => app.apolloId(name) } }).query({ query: gql(app.documents[name]), variables: given });
      equal([isTyped(data), take()], [true, ["POST hash: 200"]]);
    });
    await check(`urql: ${name} runs as text, since it is in a manifest`, async () => {
      const { data, error } = await new Client({ url: server.url, preferGetMethod: false, exchanges: [cacheExchange, fetchExchange] }).query(app.documents[name], given).toPromise();
      equal([error?.message, isTyped(data)], [undefined, true]);
    });
  }
}
