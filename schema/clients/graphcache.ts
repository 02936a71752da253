// Generated from the schema: UPDATE_SCHEMA=true dotnet test tests/PortfolioGraph.Server.Tests --filter ClientFileTests

import type { KeyingConfig, ResolverConfig } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";

/** The types without identity: their objects are stored as parts of their parents. */
export const keys: KeyingConfig = {
  CallBudget: () => null,
  CategoryValue: () => null,
  ChainValue: () => null,
  ComplianceCheck: () => null,
  DataIssue: () => null,
  DataSource: () => null,
  HoldingsByChain: () => null,
  HoldingsByProtocol: () => null,
  HoldingsByToken: () => null,
  PageInfo: () => null,
  PastHoldings: () => null,
  PortfolioChange: () => null,
  PortfolioReport: () => null,
  PortfolioServiceStatus: () => null,
  PositionEconomics: () => null,
  ProfitAndLoss: () => null,
  ProtocolHoldings: () => null,
  ProtocolHoldingsConnection: () => null,
  ProtocolHoldingsEdge: () => null,
  ProtocolPositionConnection: () => null,
  ProtocolPositionEdge: () => null,
  ProtocolValue: () => null,
  RefreshWalletsPayload: () => null,
  TokenAmount: () => null,
  TokenHoldingConnection: () => null,
  TokenHoldingEdge: () => null,
  ValueBreakdown: () => null,
  ValueChart: () => null,
  ValuePoint: () => null,
  WalletCompliance: () => null,
};

/** Lists that come in pages: all pages that are cached are one list. */
export const resolvers: ResolverConfig = {
  ChainHoldings: { tokens: relayPagination(), positions: relayPagination(), protocols: relayPagination() },
  PastHoldings: { tokens: relayPagination(), positions: relayPagination() },
  Portfolio: { tokens: relayPagination(), positions: relayPagination(), protocols: relayPagination() },
  ProtocolHoldings: { positions: relayPagination() },
  Wallet: { tokens: relayPagination(), positions: relayPagination(), protocols: relayPagination() },
};
