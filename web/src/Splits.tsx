import { formats } from "./format";
import type { AssetCategory, PortfolioPageQuery } from "./generated/operations";
import { Age, Letter, Money, PartView } from "./Parts";
import type { Part } from "./result";

type Breakdown = NonNullable<PortfolioPageQuery["portfolio"]["breakdown"]>;

interface Slice {
  readonly key: string;
  readonly name: string;
  readonly valueUsd: number;
  readonly share: number | null;
}

export const categories: Record<AssetCategory, string> = { NATIVE: "Native coins", TOKENS: "Tokens", PROTOCOLS: "Protocols", OTHER: "Other" };

/** The value by chain, category and protocol, each as a picture with its numbers. */
export function Splits({ breakdown, retry }: { breakdown: Part<Breakdown>; retry: () => void }) {
  return (
    <section class="splits" aria-label="Where the value is">
      <Split title="By chain" id="by-chain" breakdown={breakdown} retry={retry} read={({ byChain }) => byChain.map(({ chain, valueUsd, share }) => ({ key: String(chain.chainId), name: chain.name, valueUsd, share }))} />
      <Split title="By category" id="by-category" breakdown={breakdown} retry={retry} read={({ byCategory }) => byCategory.map(({ category, valueUsd, share }) => ({ key: category, name: categories[category], valueUsd, share }))} />
      <Split title="By protocol" id="by-protocol" breakdown={breakdown} retry={retry} read={({ byProtocol }) => byProtocol.map(({ protocol, valueUsd, share }) => ({ key: protocol.protocolId, name: protocol.name, valueUsd, share }))} />
      {/* The total may be live, and then newer. */}
      {breakdown.state === "ready" && <Age source={breakdown.value.source} />}
    </section>
  );
}

function Split({ title, id, breakdown, retry, read }: { title: string; id: string; breakdown: Part<Breakdown>; retry: () => void; read: (breakdown: Breakdown) => Slice[] }) {
  return (
    <div class="card" id={id}>
      <h2>{title}</h2>
      <PartView part={breakdown} retry={retry} lines={4}>
        {(value) => <Slices slices={read(value)} title={title} />}
      </PartView>
    </div>
  );
}

function Slices({ slices, title }: { slices: Slice[]; title: string }) {
  if (slices.length === 0) return <p class="hint">Nothing here.</p>;
  const largest = Math.max(...slices.map(({ valueUsd }) => Math.abs(valueUsd)));
  return (
    <div class="scroll" tabIndex={slices.length > 7 ? 0 : undefined} role={slices.length > 7 ? "region" : undefined} aria-label={slices.length > 7 ? title : undefined}>
      <table class="bars">
        <thead class="hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {slices.map(({ key, name, valueUsd, share }) => (
            <tr key={key} data-key={key}>
              <th scope="row">
                <Letter name={name} /> {name}
                <svg class={valueUsd < 0 ? "bar negative" : "bar"} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="4" class="track" />
                  <rect width={largest === 0 ? 0 : (Math.abs(valueUsd) / largest) * 100} height="4" />
                </svg>
              </th>
              <td class="number">
                <Money value={valueUsd} />
              </td>
              <td class="number share">{share === null ? "–" : formats.share(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
