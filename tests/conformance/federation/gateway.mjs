// Apollo Gateway in this process, over the products graph by HTTP and the other graphs in memory.

import "./offline.mjs";
import { createHash } from "node:crypto";
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from "@apollo/gateway";
import { parse } from "graphql";
import { schemas } from "./subgraphs.mjs";

/** Starts the gateway; returns a function that executes an operation, with the traces that the graphs returned if it captures them. */
export async function startGateway(supergraphSdl, url) {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn: console.warn, error: console.error },
    buildService: ({ name }) => (name === "products" ? new RemoteGraphQLDataSource({ url }) : new LocalGraphQLDataSource(schemas[name])),
  });
  const { executor } = await gateway.load({ apollo: {} });
  return {
    async execute(query, variables = {}, captureTraces = false) {
      const metrics = { captureTraces };
      const { data, errors } = await executor({
        document: parse(query),
        queryHash: createHash("sha256").update(query).digest("hex"),
        request: { query, variables },
        context: {},
        cache: { get: async () => undefined, set: async () => undefined, delete: async () => undefined },
        metrics,
      });
      if (errors) throw new Error(JSON.stringify(errors));
      // Apollo's objects have no prototype.
      return { data: JSON.parse(JSON.stringify(data)), plan: metrics.queryPlanTrace };
    },
    stop: () => gateway.stop(),
  };
}
