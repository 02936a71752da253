import { defineConfig, loadGraphQLHTTPSubgraph } from "@graphql-mesh/compose-cli";

export const composeConfig = defineConfig({
  subgraphs: [
    { sourceHandler: loadGraphQLHTTPSubgraph("users", { endpoint: process.env.USERS_URL, source: "./users.graphql" }) },
    { sourceHandler: loadGraphQLHTTPSubgraph("portfolio", { endpoint: process.env.PORTFOLIO_URL }) },
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend type User {
      wallet: Wallet
        @resolveTo(sourceName: "portfolio", sourceTypeName: "Query", sourceFieldName: "walletsByKey", keyField: "walletAddress", keysArg: "addresses")
    }
  `,
});
