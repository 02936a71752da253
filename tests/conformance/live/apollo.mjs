// Apollo Client: incremental delivery over HTTP, subscriptions over graphql-ws.

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQL17Alpha9Handler } from "@apollo/client/incremental";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { check, equal } from "./check.mjs";

export async function apollo(server) {
  const socket = createClient({ url: server.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(({ operationType }) => operationType === "subscription", new GraphQLWsLink(socket), new HttpLink({ uri: server.url })),
    incrementalHandler: new GraphQL17Alpha9Handler(),
  });

  await check("apollo: a query", async () => {
    equal((await client.query({ query: gql`{ hello }` })).data, { hello: "Hello world" });
  });
  await check("apollo: a request error", async () => {
    const error = await client.query({ query: gql`{ nope }` }).catch((caught) => caught);
    equal(error.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  });
  await check("apollo: deferred parts", async () => {
    const seen = await watch(client, gql`{ reports(count: 1) { id ... @defer { text } } }`);
    equal(seen, [
      { reports: [{ __typename: "Report", id: "r1" }] },
      { reports: [{ __typename: "Report", id: "r1", text: "report 1" }] },
    ]);
  });
  await check("apollo: streamed items", async () => {
    const seen = await watch(client, gql`{ reports(count: 3) @stream(initialCount: 1) { id } }`);
    equal(seen[0].reports.map((report) => report.id), ["r1"]);
    equal(seen.at(-1).reports.map((report) => report.id), ["r1", "r2", "r3"]);
  });
  await check("apollo: a subscription over a socket", async () => {
    const counted = [];
    await new Promise((resolve, reject) =>
      client.subscribe({ query: gql`subscription { counted(to: 3) }` }).subscribe({ next: ({ data }) => counted.push(data.counted), complete: resolve, error: reject }));
    equal(counted, [1, 2, 3]);
  });
  client.stop();
  await socket.dispose();
}

/** Returns all states of a query's data until it is complete. */
function watch(client, query) {
  return new Promise((resolve, reject) => {
    const seen = [];
    const subscription = client.watchQuery({ query, fetchPolicy: "no-cache" }).subscribe(({ data, loading, error }) => {
      if (error) reject(error);
      if (data) seen.push(structuredClone(data));
      if (!loading) {
        resolve(seen);
        queueMicrotask(() => subscription.unsubscribe());
      }
    });
  });
}
