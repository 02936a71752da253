// The part of the graph that the scenarios select, with the names of this server's graph.
import { GraphQLError, GraphQLScalarType } from "graphql";

export const typeDefs = `
  scalar Address
  scalar BigDecimal
  scalar Decimal

  type Query { wallets(addresses: [Address!]!): [Wallet!]! }
  type Wallet { valueUsd: Decimal tokens(first: Int): TokenHoldingConnection chains: [ChainHoldings!] }
  type ChainHoldings { chain: Chain! valueUsd: Decimal tokens(first: Int): TokenHoldingConnection }
  type Chain { chainId: Int! name: String! }
  type TokenHoldingConnection { totalCount: Int! nodes: [TokenHolding!] }
  type TokenHolding { token: CryptoToken! amount: BigDecimal priceUsd: Decimal valueUsd: Decimal profitAndLoss: ProfitAndLoss }
  type CryptoToken { symbol: String name: String chainId: Int! }
  type ProfitAndLoss { absoluteUsd: Decimal roi: Decimal }
`;

const addressPattern = /^0x[0-9a-fA-F]{40}$/;

const parseAddress = (value) => {
  if (typeof value !== "string" || !addressPattern.test(value)) throw new GraphQLError("Not an address.");
  return value;
};

// The holdings are resolved from the upstream's rows without copies. The resolvers of wallets differ by server.
export const resolvers = {
  Address: new GraphQLScalarType({ name: "Address", parseValue: parseAddress, parseLiteral: (node) => parseAddress(node.value), serialize: (value) => value }),
  BigDecimal: new GraphQLScalarType({ name: "BigDecimal", serialize: String }),
  Decimal: new GraphQLScalarType({ name: "Decimal", serialize: (value) => value }),
  Query: { wallets: (_, { addresses }) => addresses.map((address) => ({ address })) },
  ChainHoldings: { chain: (holdings) => holdings.value, valueUsd: (holdings) => holdings.value.value_usd },
  Chain: { chainId: (value) => value.chain_id, name: (value) => value.chain_name },
  TokenHoldingConnection: { totalCount: (connection) => connection.rows.length, nodes: ({ rows, first }) => (rows.length <= first ? rows : rows.slice(0, first)) },
  TokenHolding: { token: (row) => row, priceUsd: (row) => row.price_to_usd, valueUsd: (row) => row.value_usd, profitAndLoss: (row) => row },
  CryptoToken: { chainId: (row) => row.chain_id },
  ProfitAndLoss: { absoluteUsd: (row) => row.abs_profit_usd },
};

export const toConnection = (rows, first) => ({ rows, first: first ?? 50 });

export const onChain = (rows, chainId) => rows.filter((row) => row.chain_id === chainId);
