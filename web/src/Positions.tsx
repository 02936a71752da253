import { useEffect, useState } from "preact/hooks";
import { usePage, usePageQuery } from "./context";
import { ChainFilter, ClosedFilter, OptionFilter, Owed, Sums, TextFilter, type Option } from "./Filters";
import { formats, isolate, symbolOf, unknown } from "./format";
import { PortfolioPositionsDocument, type PortfolioPositionsQuery, type PositionKind, type ProtocolPositionFilterInput, type ProtocolPositionSortInput } from "./generated/operations";
import { HoldingsTable, Pager, type Column, type Sorting } from "./HoldingsTable";
import { usePages, useSettled } from "./list";
import { Age, Gain, Letter, Money, PartView } from "./Parts";
import { readPart } from "./result";

type Position = NonNullable<NonNullable<PortfolioPositionsQuery["portfolio"]["positions"]>["nodes"]>[number];
type Key = "name" | "chain" | "kind" | "value" | "gain" | "return";

const pageSize = 20;

export const kinds: Record<PositionKind, string> = {
  SUPPLY: "Supply",
  DEBT: "Debt",
  STAKING: "Staking",
  LIQUID_STAKING: "Liquid staking",
  RESTAKING: "Restaking",
  LIQUIDITY: "Liquidity",
  VAULT: "Vault",
  DEPOSIT: "Deposit",
  GAUGE: "Gauge",
  YIELD: "Yield",
  OTHER: "Other",
};

const orders: Record<Key, (direction: "ASC" | "DESC") => ProtocolPositionSortInput> = {
  name: (name) => ({ protocol: { name } }),
  chain: (chainId) => ({ chain: { chainId } }),
  kind: (kind) => ({ kind }),
  value: (valueUsd) => ({ valueUsd }),
  gain: (absoluteUsd) => ({ profitAndLoss: { absoluteUsd } }),
  return: (roi) => ({ profitAndLoss: { roi } }),
};

/** Amounts of tokens in one line. */
export const amounts = (list: readonly { amount: string; token: { symbol: string | null } }[]): string => list.map(({ amount, token }) => isolate(`${formats.amount(amount)} ${isolate(symbolOf(token))}`)).join(" + ");

const columns: readonly Column<Position, Key>[] = [
  {
    name: "Position",
    sort: "name",
    cell: ({ protocol, name, status }) => (
      <span class="named">
        <Letter name={protocol.name} />
        <span>
          <strong>{protocol.name}</strong> {status === "CLOSED" && <span class="tag">closed</span>}
          <small>{name}</small>
        </span>
      </span>
    ),
  },
  { name: "Chain", sort: "chain", cell: ({ chain }) => chain.name },
  { name: "Kind", sort: "kind", cell: ({ kind }) => kinds[kind] },
  {
    name: "Tokens",
    cell: ({ underlying, rewards }) => (
      <span class="exact">
        {amounts(underlying) || "–"}
        {rewards.length > 0 && <small>Rewards: {amounts(rewards)}</small>}
      </span>
    ),
  },
  { name: "Value", sort: "value", isNumber: true, isImportant: true, cell: ({ valueUsd, status }) => (valueUsd === null && status !== "CLOSED" ? <span class="none">unpriced</span> : <Money value={valueUsd} />) },
  { name: "Gain since opened", sort: "gain", isNumber: true, cell: ({ profitAndLoss }) => <Gain value={profitAndLoss?.absoluteUsd} /> },
  { name: "Return", sort: "return", isNumber: true, cell: ({ profitAndLoss }) => <Gain value={profitAndLoss?.roi} format={formats.ratio} /> },
];

/** The positions in protocols without debts, as a table. */
export function Positions({ chains, protocols }: { chains: readonly Option[]; protocols: readonly Option[] }) {
  const { addresses, announce } = usePage();
  const [text, setText] = useState("");
  const [chain, setChain] = useState("");
  const [protocol, setProtocol] = useState("");
  const [includeClosed, setIncludeClosed] = useState(false);
  const [sorting, setSorting] = useState<Sorting<Key>>({ key: "value", isDescending: true });
  const contains = useSettled(text).trim();

  const where: ProtocolPositionFilterInput = { isDebt: { eq: false } };
  if (contains !== "") where.or = [{ name: { contains } }, { protocol: { name: { contains } } }];
  if (chain !== "") where.chain = { chainId: { eq: Number(chain) } };
  if (protocol !== "") where.protocol = { protocolId: { eq: protocol } };
  const order = [orders[sorting.key](sorting.isDescending ? "DESC" : "ASC")];
  const pages = usePages(JSON.stringify([addresses, includeClosed, where, order]));
  const variables = { addresses: [...addresses], includeClosed, where, order, first: pageSize, after: pages.after };
  const [result, retry] = usePageQuery(PortfolioPositionsDocument, variables);
  const part = readPart(result.data?.portfolio.positions, ["portfolio", "positions"], result);
  const owed = result.data?.portfolio.owed;

  const count = part.state === "ready" && !part.isUpdating ? part.value.totalCount : null;
  useEffect(() => {
    if (count !== null) announce(`${formats.count(count)} positions`);
  }, [count]);
  return (
    <>
      <div class="filters">
        <TextFilter id="position-text" label="Position or protocol" value={text} onChange={setText} />
        <ChainFilter id="position-chain" options={chains} value={chain} onChange={setChain} />
        <OptionFilter id="position-protocol" label="Protocol" any="all protocols" options={protocols} value={protocol} onChange={setProtocol} />
        <ClosedFilter id="position-closed" label="Also closed positions" value={includeClosed} onChange={setIncludeClosed} />
      </div>
      <PartView part={part} retry={() => retry()} lines={10}>
        {({ nodes, totalCount, valueUsd, unpricedCount, profitAndLoss, pageInfo, source }) => (
          <>
            <Sums valueUsd={valueUsd} unpriced={unpricedCount} gain={profitAndLoss ? formats.gain(profitAndLoss.absoluteUsd) : unknown} gainOf=" since opened" />
            {owed && <Owed count={owed.totalCount} valueUsd={owed.valueUsd} one="debt" many="debts" />}
            <HoldingsTable caption="Positions" columns={columns} rows={nodes ?? []} sorting={sorting} onSort={setSorting} />
            <Pager page={pages.page} size={pageSize} count={nodes?.length ?? 0} total={totalCount} hasNext={pageInfo.hasNextPage} onMove={(step) => (step > 0 ? pages.next(pageInfo.endCursor!) : pages.previous())} />
            <Age source={source} />
          </>
        )}
      </PartView>
    </>
  );
}
