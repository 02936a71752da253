import { usePage, usePageQuery } from "./context";
import { Sums } from "./Filters";
import { formats, symbolOf } from "./format";
import { PortfolioDebtsDocument, type PortfolioDebtsQuery } from "./generated/operations";
import { HoldingsTable, type Column } from "./HoldingsTable";
import { Age, Letter, Money, PartView } from "./Parts";
import { amounts } from "./Positions";
import { readPart } from "./result";

type Portfolio = PortfolioDebtsQuery["portfolio"];
type Position = NonNullable<NonNullable<Portfolio["positions"]>["nodes"]>[number];
type Token = NonNullable<NonNullable<Portfolio["tokens"]>["nodes"]>[number];

const positionColumns: readonly Column<Position, never>[] = [
  {
    name: "Debt",
    cell: ({ protocol, name }) => (
      <span class="named">
        <Letter name={protocol.name} />
        <span>
          <strong>{protocol.name}</strong> <small>{name}</small>
        </span>
      </span>
    ),
  },
  { name: "Chain", cell: ({ chain }) => chain.name },
  { name: "Tokens", cell: ({ underlying }) => <span class="exact">{amounts(underlying) || "–"}</span> },
  { name: "Value", isNumber: true, isImportant: true, cell: ({ valueUsd }) => (valueUsd === null ? <span class="none">unpriced</span> : <Money value={valueUsd} />) },
];

const tokenColumns: readonly Column<Token, never>[] = [
  {
    name: "Token",
    cell: ({ token }) => (
      <span class="named">
        <Letter name={token.symbol ?? "?"} />
        <span>
          <strong>{symbolOf(token)}</strong> <small>{token.name ?? ""}</small>
        </span>
      </span>
    ),
  },
  { name: "Chain", cell: ({ token }) => token.chain.name },
  { name: "Amount", isNumber: true, cell: ({ amount }) => <span class={amount === null ? "none" : "exact"}>{formats.amount(amount)}</span> },
  { name: "Value", isNumber: true, isImportant: true, cell: ({ valueUsd }) => (valueUsd === null ? <span class="none">unpriced</span> : <Money value={valueUsd} />) },
];

/** What is owed: to protocols, and as tokens. */
export function Debts() {
  const { addresses } = usePage();
  const [result, retry] = usePageQuery(PortfolioDebtsDocument, { addresses: [...addresses] });
  const positions = readPart(result.data?.portfolio.positions, ["portfolio", "positions"], result);
  const tokens = readPart(result.data?.portfolio.tokens, ["portfolio", "tokens"], result);
  return (
    <>
      <h3>Owed to protocols</h3>
      <PartView part={positions} retry={() => retry()} lines={4}>
        {({ nodes, totalCount, valueUsd, unpricedCount, source }) => (
          <>
            {totalCount === 0 ? <p class="hint">No debts to protocols.</p> : <Sums valueUsd={valueUsd} unpriced={unpricedCount} />}
            {totalCount > 0 && <HoldingsTable caption="Debts to protocols" columns={positionColumns} rows={nodes ?? []} />}
            {totalCount > (nodes?.length ?? 0) && <p class="hint">The {formats.count(nodes?.length ?? 0)} largest of {formats.count(totalCount)}.</p>}
            <Age source={source} />
          </>
        )}
      </PartView>
      <h3>Owed tokens</h3>
      <PartView part={tokens} retry={() => retry()} lines={2}>
        {({ nodes, totalCount, valueUsd, unpricedCount, source }) => (
          <>
            {totalCount === 0 ? <p class="hint">No tokens are owed.</p> : <Sums valueUsd={valueUsd} unpriced={unpricedCount} />}
            {totalCount > 0 && <HoldingsTable caption="Owed tokens" columns={tokenColumns} rows={nodes ?? []} />}
            <Age source={source} />
          </>
        )}
      </PartView>
    </>
  );
}
