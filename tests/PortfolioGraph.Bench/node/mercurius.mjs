// Mercurius on Fastify, with graphql-jit from the first request and its own loaders.
import Fastify from "fastify";
import mercurius from "mercurius";
import { onChain, resolvers, toConnection, typeDefs } from "./schema.mjs";
import { getChains, getTokens, getTotals } from "./upstream.mjs";

// The loaders' own cache would serialize each key for nothing: no operation here selects a wallet twice.
const opts = { cache: false };

const loaders = {
  Wallet: {
    valueUsd: { loader: (queries) => getTotals(queries.map(({ obj }) => obj.address)), opts },
    tokens: { loader: (queries) => Promise.all(queries.map(async ({ obj, params }) => toConnection(await getTokens(obj.address), params.first))), opts },
    chains: {
      loader: (queries) => Promise.all(queries.map(async ({ obj }) => (await getChains(obj.address)).map((value) => ({ wallet: obj, value })))),
      opts,
    },
  },
  ChainHoldings: {
    tokens: {
      loader: async (queries) => {
        const addresses = [...new Set(queries.map(({ obj }) => obj.wallet.address))];
        const rows = new Map(await Promise.all(addresses.map(async (address) => [address, await getTokens(address)])));
        return queries.map(({ obj, params }) => toConnection(onChain(rows.get(obj.wallet.address), obj.value.chain_id), params.first));
      },
      opts,
    },
  },
};

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers, loaders, jit: 1 });
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
