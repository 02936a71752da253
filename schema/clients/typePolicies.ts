// Generated from the schema: UPDATE_SCHEMA=true dotnet test tests/PortfolioGraph.Server.Tests --filter ClientFileTests

import type { TypePolicies } from "@apollo/client/cache";
import { pages, rows } from "./policies.js";

/** How Apollo Client 3 and 4 cache the types of this graph. Pass it to `InMemoryCache` with the content of `possibleTypes.json`. */
export const typePolicies: TypePolicies = {
  CallBudget: {
    keyFields: false,
    merge: true,
  },
  CategoryValue: {
    keyFields: false,
    merge: true,
  },
  Chain: {
    merge: true,
  },
  ChainHoldings: {
    merge: true,
    fields: {
      tokens: pages(["range", "includeClosed", "where", "order"]),
      positions: pages(["includeClosed", "where", "order"]),
      protocols: pages(["where", "order"]),
    },
  },
  ChainValue: {
    keyFields: false,
    merge: true,
  },
  ComplianceCheck: {
    keyFields: false,
    merge: true,
  },
  CryptoToken: {
    merge: true,
  },
  DataIssue: {
    keyFields: false,
    merge: true,
  },
  DataSource: {
    keyFields: false,
    merge: true,
  },
  HoldingsByChain: {
    keyFields: false,
    merge: true,
  },
  HoldingsByProtocol: {
    keyFields: false,
    merge: true,
    fields: {
      chains: { merge: rows },
    },
  },
  HoldingsByToken: {
    keyFields: false,
    merge: true,
    fields: {
      tokens: { merge: rows },
      chains: { merge: rows },
    },
  },
  PageInfo: {
    keyFields: false,
    merge: true,
  },
  PastHoldings: {
    keyFields: false,
    merge: true,
    fields: {
      tokens: pages([]),
      positions: pages([]),
    },
  },
  Portfolio: {
    merge: true,
    fields: {
      wallets: { merge: rows },
      compliance: { merge: rows },
      tokens: pages(["range", "includeClosed", "where", "order"]),
      positions: pages(["includeClosed", "where", "order"]),
      protocols: pages(["where", "order"]),
      chains: { merge: rows },
    },
  },
  PortfolioChange: {
    keyFields: false,
    merge: true,
  },
  PortfolioReport: {
    keyFields: false,
    merge: true,
  },
  PortfolioServiceStatus: {
    keyFields: false,
    merge: true,
  },
  PositionEconomics: {
    keyFields: false,
    merge: true,
    fields: {
      rewards: { merge: rows },
      claimedFees: { merge: rows },
      unclaimedFees: { merge: rows },
      impermanentLoss: { merge: rows },
    },
  },
  ProfitAndLoss: {
    keyFields: false,
    merge: true,
  },
  Protocol: {
    merge: true,
    fields: {
      chains: { merge: rows },
    },
  },
  ProtocolHoldings: {
    keyFields: false,
    merge: true,
    fields: {
      positions: pages([]),
    },
  },
  ProtocolHoldingsConnection: {
    keyFields: false,
  },
  ProtocolHoldingsEdge: {
    keyFields: false,
    merge: true,
  },
  ProtocolPosition: {
    merge: true,
    fields: {
      underlying: { merge: rows },
      rewards: { merge: rows },
    },
  },
  ProtocolPositionConnection: {
    keyFields: false,
  },
  ProtocolPositionEdge: {
    keyFields: false,
    merge: true,
  },
  ProtocolValue: {
    keyFields: false,
    merge: true,
  },
  Query: {
    fields: {
      nodes: { merge: rows },
      wallets: { merge: rows },
      walletsByKey: { merge: rows },
      chains: { merge: rows },
      protocols: { merge: rows },
    },
  },
  RefreshWalletsPayload: {
    keyFields: false,
    merge: true,
    fields: {
      wallets: { merge: rows },
    },
  },
  TokenAmount: {
    keyFields: false,
    merge: true,
  },
  TokenHolding: {
    merge: true,
  },
  TokenHoldingConnection: {
    keyFields: false,
  },
  TokenHoldingEdge: {
    keyFields: false,
    merge: true,
  },
  ValueBreakdown: {
    keyFields: false,
    merge: true,
    fields: {
      byChain: { merge: rows },
      byCategory: { merge: rows },
      byProtocol: { merge: rows },
    },
  },
  ValueChart: {
    keyFields: false,
    merge: true,
    fields: {
      points: { merge: rows },
      dataIssues: { merge: rows },
    },
  },
  ValuePoint: {
    keyFields: false,
    merge: true,
  },
  Wallet: {
    merge: true,
    fields: {
      tokens: pages(["range", "includeClosed", "where", "order"]),
      positions: pages(["includeClosed", "where", "order"]),
      protocols: pages(["where", "order"]),
      chains: { merge: rows },
    },
  },
  WalletCompliance: {
    keyFields: false,
    merge: true,
  },
};
