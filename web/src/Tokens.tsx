import { useEffect, useState } from "preact/hooks";
import { usePage, usePageQuery } from "./context";
import { formats, symbolOf, unknown } from "./format";
import { PortfolioTokensDocument, type PortfolioTokensQuery, type TimeRange, type TokenHoldingFilterInput, type TokenHoldingSortInput } from "./generated/operations";
import { HoldingsTable, Pager, type Column, type Sorting } from "./HoldingsTable";
import { usePages, useSettled } from "./list";
import { Age, Gain, Letter, Money, PartView } from "./Parts";
import { readPart } from "./result";
import { ChainFilter, ClosedFilter, Owed, Sums, TextFilter, type Option } from "./Filters";
import { labelOf } from "./view";

type Token = NonNullable<NonNullable<PortfolioTokensQuery["portfolio"]["tokens"]>["nodes"]>[number];
type Key = "symbol" | "chain" | "amount" | "price" | "value" | "gain" | "return";

const pageSize = 20;

const orders: Record<Key, (direction: "ASC" | "DESC") => TokenHoldingSortInput> = {
  symbol: (symbol) => ({ token: { symbol } }),
  chain: (name) => ({ token: { chainId: name } }),
  amount: (amount) => ({ amount }),
  price: (priceUsd) => ({ priceUsd }),
  value: (valueUsd) => ({ valueUsd }),
  gain: (absoluteUsd) => ({ profitAndLoss: { absoluteUsd } }),
  return: (roi) => ({ profitAndLoss: { roi } }),
};

const columns: readonly Column<Token, Key>[] = [
  {
    name: "Token",
    sort: "symbol",
    cell: ({ token, status }) => (
      <span class="named">
        <Letter name={token.symbol ?? "?"} />
        <span>
          <strong>{symbolOf(token)}</strong> {status === "CLOSED" && <span class="tag">closed</span>}
          <small>{token.name ?? ""}</small>
        </span>
      </span>
    ),
  },
  { name: "Chain", sort: "chain", cell: ({ token }) => token.chain.name },
  { name: "Amount", sort: "amount", isNumber: true, cell: ({ amount }) => <span class={amount === null ? "none" : "exact"}>{formats.amount(amount)}</span> },
  { name: "Price", sort: "price", isNumber: true, cell: ({ priceUsd }) => <Money value={priceUsd} format={formats.price} /> },
  { name: "Value", sort: "value", isNumber: true, isImportant: true, cell: ({ valueUsd, status }) => (valueUsd === null && status !== "CLOSED" ? <span class="none">unpriced</span> : <Money value={valueUsd} />) },
  { name: "Gain", sort: "gain", isNumber: true, cell: ({ profitAndLoss }) => <Gain value={profitAndLoss?.absoluteUsd} /> },
  { name: "Return", sort: "return", isNumber: true, cell: ({ profitAndLoss }) => <Gain value={profitAndLoss?.roi} format={formats.ratio} /> },
];

/** The tokens without debts, as a table. */
export function Tokens({ range, chains }: { range: TimeRange; chains: readonly Option[] }) {
  const { addresses, announce } = usePage();
  const [text, setText] = useState("");
  const [chain, setChain] = useState("");
  const [minimum, setMinimum] = useState("");
  const [includeClosed, setIncludeClosed] = useState(false);
  const [sorting, setSorting] = useState<Sorting<Key>>({ key: "value", isDescending: true });
  const contains = useSettled(text).trim();

  const where: TokenHoldingFilterInput = { isDebt: { eq: false } };
  if (contains !== "") where.or = [{ token: { symbol: { contains } } }, { token: { name: { contains } } }];
  if (chain !== "") where.token = { chainId: { eq: Number(chain) } };
  if (minimum !== "") where.valueUsd = { gte: Number(minimum) };
  const order = [orders[sorting.key](sorting.isDescending ? "DESC" : "ASC")];
  const pages = usePages(JSON.stringify([addresses, range, includeClosed, where, order]));
  const variables = { addresses: [...addresses], range, includeClosed, where, order, first: pageSize, after: pages.after };
  const [result, retry] = usePageQuery(PortfolioTokensDocument, variables);
  const part = readPart(result.data?.portfolio.tokens, ["portfolio", "tokens"], result);
  const owed = result.data?.portfolio.owed;
  // While another range is on its way, the gains are those of the former.
  const loadedRange = (result.operation?.variables as { range?: TimeRange } | undefined)?.range ?? range;

  const count = part.state === "ready" && !part.isUpdating ? part.value.totalCount : null;
  useEffect(() => {
    if (count !== null) announce(`${formats.count(count)} tokens`);
  }, [count]);
  return (
    <>
      <div class="filters">
        <TextFilter id="token-text" label="Symbol or name" value={text} onChange={setText} />
        <ChainFilter id="token-chain" options={chains} value={chain} onChange={setChain} />
        <p class="field">
          <label for="token-minimum">Value</label>
          <select id="token-minimum" value={minimum} onChange={(event) => setMinimum(event.currentTarget.value)}>
            <option value="">any</option>
            {[1, 100, 10_000].map((value) => (
              <option key={value} value={value}>
                {formats.money(value)} or more
              </option>
            ))}
          </select>
        </p>
        <ClosedFilter id="token-closed" label="Also sold tokens" value={includeClosed} onChange={setIncludeClosed} />
      </div>
      <PartView part={part} retry={() => retry()} lines={10}>
        {({ nodes, totalCount, valueUsd, unpricedCount, profitAndLoss, pageInfo, source }) => (
          <>
            <Sums
              valueUsd={valueUsd}
              unpriced={unpricedCount}
              gain={profitAndLoss ? formats.gain(profitAndLoss.absoluteUsd) : unknown}
              gainOf={`, ${labelOf(loadedRange)}`}
            />
            {owed && <Owed count={owed.totalCount} valueUsd={owed.valueUsd} one="owed token" many="owed tokens" />}
            <HoldingsTable caption="Tokens" columns={columns} rows={nodes ?? []} sorting={sorting} onSort={setSorting} />
            <Pager page={pages.page} size={pageSize} count={nodes?.length ?? 0} total={totalCount} hasNext={pageInfo.hasNextPage} onMove={(step) => (step > 0 ? pages.next(pageInfo.endCursor!) : pages.previous())} />
            <Age source={source} />
          </>
        )}
      </PartView>
    </>
  );
}
