// The graphs of other teams: users, whose wallets live in PortfolioGraph; tax, which extends its tokens; and news, which has types of its own with common names.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createYoga } from "graphql-yoga";

/** The user with a mid-size portfolio. */
export const typical = { id: "typical", name: "typical", address: "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045" };

/** Users whose wallets are designed for a purpose: a mid-size portfolio, unpriced tokens without symbols, token ids up to 2^256 - 1, and more debts than assets. */
export const personas = [
  typical,
  { id: "junk", name: "junk", address: "0xbad0bad0bad0bad0bad0bad0bad0bad0bad0bad0" },
  { id: "lp", name: "lp", address: "0x9001900190019001900190019001900190019001" },
  { id: "debtor", name: "debtor", address: "0xdeb7deb7deb7deb7deb7deb7deb7deb7deb7deb7" },
];

/** The user whose chart the data source fails to return. */
export const faulty = { id: "faulty", name: "faulty", address: "0xfa17fa17fa17fa17fa17fa17fa17fa17fa17fa17" };

/** The 1000 users of the list, whose wallets differ. */
export const users = Array.from({ length: 1000 }, (_, i) => ({ id: `${i}`, name: `user ${i}`, address: `0x${(0x5eed0000 + i).toString(16).padStart(40, "0")}` }));

/** The index of the user whose key is not an address. */
export const invalidIndex = 3;
const ether = { chainId: 1, address: "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE" };
const tax = (token) => ({ ...token, taxRate: token.chainId / 100 });

const resolvers = {
  users: {
    Query: {
      users: (_, { first }) => users.slice(0, first),
      usersWithInvalidKey: () => users.slice(0, 50).map((user, i) => (i === invalidIndex ? { ...user, address: "vitalik.eth" } : user)),
      user: (_, { id }) => [...users, ...personas, faulty].find((user) => user.id === id),
    },
    User: { __resolveReference: ({ id }) => users.find((user) => user.id === id), walletAddress: ({ address }) => address, wallet: ({ address }) => ({ address }) },
  },
  tax: {
    Query: { taxedTokens: () => [tax(ether)], taxedToken: (_, token) => tax(token) },
    CryptoToken: { __resolveReference: tax },
  },
  news: {
    Query: {
      service: () => "news",
      reports: () => ({ nodes: [{ title: "A report", source: { name: "a source" }, tokens: [{ symbol: "NEWS" }] }], pageInfo: { hasNextPage: false, hasPreviousPage: false } }),
    },
  },
};

/** The SDL of each graph, for Apollo Federation. */
export const subgraphs = Object.fromEntries(Object.keys(resolvers).map((name) => [name, readFileSync(new URL(`subgraphs/${name}.graphql`, import.meta.url), "utf8")]));

/** Starts the graphs on free loopback ports; returns their addresses by name and a function that stops them. */
export async function startSubgraphs() {
  const servers = await Promise.all(Object.entries(subgraphs).map(serve));
  return {
    urls: Object.fromEntries(servers.map(({ name, server }) => [name, `http://127.0.0.1:${server.address().port}/graphql`])),
    stop() {
      for (const { server } of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function serve([name, sdl]) {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers[name] }]);
  const server = createServer(createYoga({ schema, batching: true, logging: false })).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { name, server };
}
