// GraphQL Yoga on Node's own server, with graphql-jit and DataLoader; with RESPONSE_CACHE=1 its response cache too. Responses stay cached for the whole run, because the
// cache does not let concurrent requests for an expired response share its upstream calls.
import { createServer } from "node:http";
import { useGraphQlJit } from "@envelop/graphql-jit";
import { useResponseCache } from "@graphql-yoga/plugin-response-cache";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
import { onChain, resolvers, toConnection, typeDefs } from "./schema.mjs";
import { getChains, getTokens, getTotals } from "./upstream.mjs";

const plugins = [useGraphQlJit()];
if (process.env.RESPONSE_CACHE === "1") plugins.push(useResponseCache({ session: () => null, ttl: 3_600_000 }));

const yoga = createYoga({
  schema: createSchema({
    typeDefs,
    resolvers: {
      ...resolvers,
      Wallet: {
        valueUsd: (wallet, _, { totals }) => totals.load(wallet.address),
        tokens: async (wallet, { first }, { tokens }) => toConnection(await tokens.load(wallet.address), first),
        chains: async (wallet) => (await getChains(wallet.address)).map((value) => ({ wallet, value })),
      },
      ChainHoldings: {
        ...resolvers.ChainHoldings,
        tokens: async ({ wallet, value }, { first }, { tokens }) => toConnection(onChain(await tokens.load(wallet.address), value.chain_id), first),
      },
    },
  }),
  context: () => ({ totals: new DataLoader(getTotals), tokens: new DataLoader((addresses) => Promise.all(addresses.map(getTokens))) }),
  plugins,
  graphiql: false,
  landingPage: false,
  logging: false,
  maskedErrors: false,
  multipart: false,
});

createServer(yoga).listen(Number(process.env.PORT), "127.0.0.1");
