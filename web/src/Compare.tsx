import { useEffect, useState } from "preact/hooks";
import { usePage, usePageQuery } from "./context";
import { formats, isolate, symbolOf } from "./format";
import { PortfolioSinceDocument, type PortfolioSinceQuery } from "./generated/operations";
import { HoldingsTable, type Column } from "./HoldingsTable";
import { Age, Gain, Letter, Money, PartView } from "./Parts";
import { kinds } from "./Positions";
import { readPart } from "./result";
import { firstDate, isPastDate, yesterday } from "./view";

type Changes = NonNullable<PortfolioSinceQuery["portfolio"]["change"]>;
type Token = NonNullable<Changes["tokens"]>[number];
type Position = NonNullable<Changes["positions"]>[number];

const valueColumns = <Row extends Token | Position>(): Column<Row, never>[] => [
  { name: "Then", isNumber: true, cell: ({ value }) => <Money value={value.thenUsd} /> },
  { name: "Now", isNumber: true, cell: ({ value }) => <Money value={value.nowUsd} /> },
  { name: "Change", isNumber: true, isImportant: true, cell: ({ value }) => <Gain value={value.changeUsd} /> },
];

const tokenColumns: readonly Column<Token, never>[] = [
  {
    name: "Token",
    cell: ({ token, isDebt }) => (
      <span class="named">
        <Letter name={token.symbol ?? "?"} />
        <span>
          <strong>{symbolOf(token)}</strong> {isDebt && <span class="tag">debt</span>} <small>{token.chain.name}</small>
        </span>
      </span>
    ),
  },
  { name: "Amount then", isNumber: true, cell: ({ amountThen }) => <span class={amountThen === null ? "none" : "exact"}>{formats.amount(amountThen)}</span> },
  { name: "Amount now", isNumber: true, cell: ({ amountNow }) => <span class={amountNow === null ? "none" : "exact"}>{formats.amount(amountNow)}</span> },
  ...valueColumns<Token>(),
];

const positionColumns: readonly Column<Position, never>[] = [
  {
    name: "Position",
    cell: ({ protocol, name, chain }) => (
      <span class="named">
        <Letter name={protocol.name} />
        <span>
          <strong>{protocol.name}</strong> <small>{isolate(name)}, {chain.name}</small>
        </span>
      </span>
    ),
  },
  { name: "Kind", cell: ({ kind }) => kinds[kind] },
  ...valueColumns<Position>(),
];

/** What has changed since a date of the past. Nothing is loaded before there is a date. */
export function Compare({ since, onChange }: { since: string; onChange: (since: string) => void }) {
  const [draft, setDraft] = useState(since);
  const find = (date: string) => (isPastDate(date) ? "" : `Enter a date from ${formats.utcDate(firstDate)} to yesterday.`);
  // The URL may have any date.
  const problem = since === "" ? "" : find(since);
  const [error, setError] = useState(problem);
  useEffect(() => {
    setDraft(since);
    setError(problem);
  }, [since]);
  return (
    <>
      <form
        class="filters"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setError(find(draft));
          if (find(draft) === "") onChange(draft);
        }}
      >
        <p class="field">
          <label for="since">Date in the past (midnight UTC)</label>
          <input id="since" type="date" min={firstDate} max={yesterday()} value={draft} aria-invalid={error !== ""} aria-describedby="since-error" onInput={(event) => setDraft(event.currentTarget.value)} />
        </p>
        <button type="submit">Compare</button>
        <p id="since-error" class="error" role="alert">
          {error}
        </p>
      </form>
      {since === "" || problem !== "" ? <p class="hint">Choose a date to see what prices and what amounts have changed since then. Loading it takes up to four calls to the data source.</p> : <Comparison key={since} since={since} />}
    </>
  );
}

function Comparison({ since }: { since: string }) {
  const { addresses } = usePage();
  const [result, retry] = usePageQuery(PortfolioSinceDocument, { addresses: [...addresses], since: `${since}T00:00:00Z`, first: 10 });
  const path = ["portfolio", "change"];
  const part = readPart(result.data?.portfolio.change, path, result);
  return (
    <PartView part={part} retry={() => retry()} lines={10} hasParts>
      {(change) => (
        <>
          <PartView part={readPart(change.value, [...path, "value"], result)} retry={() => retry()}>
            {(value) => (
              <dl class="effects" data-testid="effects">
                <Effect name={`Value on ${formats.utcDate(change.since)}`}><Money value={value.thenUsd} /></Effect>
                <Effect name="Value now"><Money value={value.nowUsd} /></Effect>
                <Effect name="Change"><Gain value={value.changeUsd} /> (<Gain value={value.changeRatio} format={formats.ratio} />)</Effect>
                <Effect name="By prices"><Gain value={value.priceEffectUsd} /></Effect>
                <Effect name="By amounts"><Gain value={value.amountEffectUsd} /></Effect>
                <Effect name="Unexplained"><Gain value={value.unexplainedUsd} /></Effect>
              </dl>
            )}
          </PartView>
          <Counts change={change} />
          <h3>Tokens, biggest changes first</h3>
          <PartView part={readPart(change.tokens, [...path, "tokens"], result)} retry={() => retry()}>
            {(rows) => (rows.length === 0 ? <p class="hint">No tokens then or now.</p> : <HoldingsTable caption="Changes of tokens" columns={tokenColumns} rows={rows} />)}
          </PartView>
          <h3>Positions, biggest changes first</h3>
          <PartView part={readPart(change.positions, [...path, "positions"], result)} retry={() => retry()}>
            {(rows) => (rows.length === 0 ? <p class="hint">No positions then or now.</p> : <HoldingsTable caption="Changes of positions" columns={positionColumns} rows={rows} />)}
          </PartView>
          <Age source={change.source} />
        </>
      )}
    </PartView>
  );
}

const Effect = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Counts({ change: { unpricedThenCount, unpricedNowCount, unsplitCount } }: { change: Changes }) {
  const parts = [
    unpricedThenCount ? `${formats.count(unpricedThenCount)} unpriced then` : "",
    unpricedNowCount ? `${formats.count(unpricedNowCount)} unpriced now` : "",
    unsplitCount ? `${formats.count(unsplitCount)} whose change cannot be explained by prices and amounts` : "",
  ].filter(Boolean);
  return parts.length === 0 ? null : <p class="hint">Tokens and positions: {parts.join(", ")}.</p>;
}
