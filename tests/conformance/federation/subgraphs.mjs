// The other graphs of the compatibility suite: users, some of whose fields the products graph overrides or requires, and inventory, whose interface the products graph extends.

import { readFileSync } from "node:fs";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, parse } from "graphql";

const user = { email: "support@apollographql.com", name: "Apollo Studio Support", totalProductsCreated: 10, yearsOfEmployment: 10 };
const inventory = { id: "apollo-oss", products: [{ id: "apollo-federation" }] };

const resolvers = {
  users: { User: { __resolveReference: ({ email }) => (email === user.email ? user : null) } },
  inventory: {
    Query: { inventory: (_, { id }) => (id === inventory.id ? inventory : null) },
    Inventory: { __resolveType: () => "OpenSourceInventory" },
    Product: {
      delivery({ id, dimensions }, { zip }) {
        const received = JSON.stringify({ id, size: dimensions?.size, weight: dimensions?.weight, zip });
        if (received !== '{"id":"apollo-federation","size":"small","weight":1,"zip":"94111"}') throw new GraphQLError(`the gateway sent ${received}`);
        return { estimatedDelivery: "5/1/2019", fastestDelivery: "5/1/2019" };
      },
    },
  },
};

/** The SDL of each graph by name. */
export const sdls = Object.fromEntries(Object.keys(resolvers).map((name) => [name, readFileSync(new URL(`subgraphs/${name}.graphql`, import.meta.url), "utf8")]));

/** The executable schema of each graph by name. */
export const schemas = Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] })]));
