// Persisted documents, as the clients implement them: registered with their text on the first use, or known to the server in advance.

import { createHash } from "node:crypto";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { check, equal } from "./check.mjs";

export const preflight = { "GraphQL-Preflight": "1" };
export const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** Records each request as `METHOD hash`, `METHOD text` or `METHOD hash+text`, with the first error's code or else the status. */
export function recorder() {
  const seen = [];
  const record = async (url, init = {}) => {
    const method = init.method ?? "GET";
    const sent = method === "GET" ? Object.fromEntries(new URL(url).searchParams) : JSON.parse(init.body);
    const extensions = typeof sent.extensions === "string" ? JSON.parse(sent.extensions) : sent.extensions;
    const what = [extensions?.persistedQuery?.sha256Hash && "hash", sent.query && "text"].filter(Boolean).join("+");
    const response = await fetch(url, init);
    // A response in parts has no error that concerns the document, because such errors come in one piece.
    const body = response.headers.get("content-type").includes("json") ? await response.clone().json() : {};
    const cacheable = body.errors && response.headers.get("cache-control") !== "no-store" ? " (cacheable)" : "";
    seen.push(`${method} ${what}: ${body.errors?.[0].extensions.code ?? response.status}${cacheable}`);
    return response;
  };
  return { record, take: () => seen.splice(0) };
}

const apolloClient = (url, fetch, { link, http = {} }) =>
  new ApolloClient({ cache: new InMemoryCache(), link: new PersistedQueryLink({ sha256, ...link }).concat(new HttpLink({ uri: url, fetch, ...http })) });

const urqlClient = (url, fetch, options, preferGetMethod, headers = {}) =>
  new Client({ url, fetch, preferGetMethod, fetchOptions: { headers }, exchanges: [persistedExchange(options), fetchExchange] });

/** Checks a server that runs any valid document. */
export async function persisted(server) {
  const notFound = "PERSISTED_QUERY_NOT_FOUND";
  for (const [name, options, expected] of [
    ["POST", {}, [`POST hash: ${notFound}`, "POST hash+text: 200", "POST hash: 200"]],
    ["GET for hashes", { link: { useGETForHashedQueries: true } }, [`GET hash: ${notFound}`, "POST hash+text: 200", "GET hash: 200"]],
    ["GET", { http: { useGETForQueries: true } }, [`GET hash: ${notFound}`, "GET hash+text: 200", "GET hash: 200"]],
  ])
    await check(`apollo: a document is registered at its first use, by ${name}`, async () => {
      const { record, take } = recorder();
      const query = gql(`query Apollo${name.replaceAll(" ", "")}($n: String!) { hello(name: $n) }`);
      const run = (n) => apolloClient(server.url, record, options).query({ query, variables: { n } });
      equal((await run("first")).data, { hello: "Hello first" });
      // Another client, which does not know that the document is registered.
      equal((await run("second")).data, { hello: "Hello second" });
      equal(take(), expected);
    });

  for (const [name, options, preferGetMethod, expected] of [
    ["POST", { preferGetForPersistedQueries: false }, false, [`POST hash: ${notFound}`, "POST hash+text: 200", "POST hash: 200"]],
    ["GET", { preferGetForPersistedQueries: "force" }, "force", [`GET hash: ${notFound}`, "GET hash+text: 200", "GET hash: 200"]],
  ])
    await check(`urql: a document is registered at its first use, by ${name}`, async () => {
      const { record, take } = recorder();
      const query = `query Urql${name.replaceAll(" ", "")}($n: String!) { hello(name: $n) }`;
      const run = (n) => urqlClient(server.url, record, options, preferGetMethod).query(query, { n }).toPromise();
      equal((await run("first")).data, { hello: "Hello first" });
      equal((await run("second")).data, { hello: "Hello second" });
      equal(take(), expected);
    });

  await check("apollo: a document that is not valid is not registered", async () => {
    const { record, take } = recorder();
    const run = () => apolloClient(server.url, record, {}).query({ query: gql`{ nope }` }).catch((error) => error.errors[0].extensions.code);
    equal([await run(), await run()], ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED"]);
    equal(take().filter((line) => line.startsWith("POST hash:")), [`POST hash: ${notFound}`, `POST hash: ${notFound}`]);
  });
}

/** Checks a server that runs only trusted documents. */
export async function trusted(server, documents) {
  const address = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";
  const free = `query Free { wallet(address: "${address}") { valueUsd } }`;
  const notTrusted = "DOCUMENT_NOT_TRUSTED";
  const known = documents("WalletReport");

  for (const [method, useGETForQueries] of [["POST", false], ["GET", true]]) {
    const options = { http: { useGETForQueries, headers: preflight } };
    await check(`apollo: a server with trusted documents rejects registration by ${method}`, async () => {
      const { record, take } = recorder();
      const run = () => apolloClient(server.url, record, options).query({ query: gql(free) }).catch((error) => error.errors[0].extensions.code);
      equal([await run(), await run()], [notTrusted, notTrusted]);
      equal(take(), [1, 2].flatMap(() => [`${method} hash: PERSISTED_QUERY_NOT_FOUND`, `${method} hash+text: ${notTrusted}`]));
    });
    await check(`apollo: a trusted document runs by its id, by ${method}`, async () => {
      const { record, take } = recorder();
      const client = apolloClient(server.url, record, { ...options, link: { sha256: undefined, generateHash: () => sha256(known) } });
      const { data } = await client.query({ query: gql(known), variables: { address }, fetchPolicy: "no-cache" });
      equal(typeof data.wallet.report.downloadUrl, "string");
      equal(take(), [`${method} hash: 200`]);
    });
  }

  for (const [method, prefer] of [["POST", false], ["GET", "force"]]) {
    await check(`urql: a server with trusted documents rejects registration by ${method}`, async () => {
      const { record, take } = recorder();
      const client = urqlClient(server.url, record, { preferGetForPersistedQueries: prefer }, prefer, preflight);
      equal((await client.query(free, {}).toPromise()).error.graphQLErrors[0].extensions.code, notTrusted);
      equal(take(), [`${method} hash: PERSISTED_QUERY_NOT_FOUND`, `${method} hash+text: ${notTrusted}`]);
    });
    await check(`urql: a trusted document runs by its id, by ${method}`, async () => {
      const { record, take } = recorder();
      const options = { preferGetForPersistedQueries: prefer, enforcePersistedQueries: true, generateHash: async () => sha256(known) };
      const { data, error } = await urqlClient(server.url, record, options, prefer, preflight).query(known, { address }).toPromise();
      equal([typeof data?.wallet.report.downloadUrl, error?.message], ["string", undefined]);
      equal(take(), [`${method} hash: 200`]);
    });
  }
}
