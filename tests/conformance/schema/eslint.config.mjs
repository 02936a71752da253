// Rules of @graphql-eslint for the schema and for the operations. A rule that is off or has options has the reason beside it.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import graphql from "@graphql-eslint/eslint-plugin";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { configs } = graphql;

// If one list can be read backwards, all can.
const hasBackwardPaging = /^    before: String$/m.test(readFileSync(`${root}/schema/portfolio.graphql`, "utf8"));

// Objects that exist only as part of another object: values and figures. Caches store them with their parent, and refetch them with it (see schema/clients).
// A new type has an id, or a place in this list.
const partsOfTheirParent = [
  "CallBudget",
  "CategoryValue",
  "ChainValue",
  "ComplianceCheck",
  "CryptoTokenChange",
  "DataIssue",
  "DataSource",
  "HoldingsByChain",
  "HoldingsByProtocol",
  "HoldingsByToken",
  "HoldingsChange",
  "PageInfo",
  "PastHoldings",
  "PortfolioChange",
  "PortfolioReport",
  "PortfolioServiceStatus",
  "PositionEconomics",
  "ProfitAndLoss",
  "ProtocolHoldings",
  "ProtocolPositionChange",
  "ProtocolValue",
  "TokenAmount",
  "ValueBreakdown",
  "ValueChange",
  "ValueChart",
  "ValuePoint",
  "WalletCompliance",
];

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: `${root}/schema/portfolio.graphql`, documents: `${root}/schema/operations/*.graphql` } },
    },
    plugins: { "@graphql-eslint": graphql },
  },
  {
    files: ["**/portfolio.graphql"],
    rules: {
      ...configs["flat/schema-recommended"].rules,
      ...configs["flat/schema-relay"].rules,
      // The server prints the schema, with descriptions of one line as strings of one line.
      "@graphql-eslint/description-style": ["error", { style: "inline" }],
      // `nodes` beside `edges` spares clients that need no cursors a level, and short lists (chains, rewards, points of a chart) need no pages. The positions in one protocol are a part
      // of their wallet, so they come in pages without being nodes; run.mjs checks that every type with an id is one.
      "@graphql-eslint/relay-edge-types": ["error", { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: hasBackwardPaging }],
      "@graphql-eslint/strict-id-in-types": ["error", { exceptions: { types: partsOfTheirParent, suffixes: ["Connection", "Edge", "Payload"] } }],
      // `chainId` and `protocolId` are ids of the outside world. Beside the global `id`, the bare word would be ambiguous.
      "@graphql-eslint/no-typename-prefix": "off",
    },
  },
  { files: ["**/operations/*.graphql"], rules: configs["flat/operations-recommended"].rules },
];
