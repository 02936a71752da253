import { formats } from "./format";
import type { PortfolioPageQuery, TimeRange } from "./generated/operations";
import { isNewer, type Live } from "./live";
import { Age, Gain, Money, PartView } from "./Parts";
import type { Part } from "./result";
import { labelOf } from "./view";

type Portfolio = PortfolioPageQuery["portfolio"];
type ProfitAndLoss = NonNullable<Extract<Portfolio, { profitAndLoss: unknown }>["profitAndLoss"]>;
type Breakdown = NonNullable<Portfolio["breakdown"]>;

const liveTexts: Record<Live["state"], string> = { connecting: "connecting", live: "live", reconnecting: "reconnecting", off: "not live" };

/** The total with its live value, and profit and loss. */
export function Summary(props: { total: Part<number>; breakdown: Breakdown | null; profitAndLoss: Part<ProfitAndLoss>; range: TimeRange; live: Live; retry: () => void }) {
  const { total, breakdown, profitAndLoss, range, live, retry } = props;
  const change = live.change;
  const isLive = isNewer(change, breakdown);
  // Debts are in the lists, which take more calls. This much is known without them.
  const overdrawn = (breakdown?.byProtocol ?? []).filter(({ valueUsd }) => valueUsd < 0).map(({ protocol }) => protocol.name);
  return (
    <section class="cards" aria-label="Summary">
      <div class="card" id="total">
        <h2>Total value</h2>
        <PartView part={isLive ? { state: "ready", value: change!.valueUsd!, isUpdating: false, failure: null } : total} retry={retry} lines={2}>
          {(value) => (
            <>
              <p class="figure" data-testid="total">
                <Money value={value} />
              </p>
              <p class="hint">
                Assets minus debts{overdrawn.length > 0 && `; at ${overdrawn.join(", ")}, debts are larger than assets`}.
              </p>
              {change?.changeUsd ? (
                <p class="hint">
                  <Gain value={change.changeUsd} /> at {formats.time(change.time)}
                </p>
              ) : null}
            </>
          )}
        </PartView>
        <p class={`connection ${live.state}`} data-testid="live">
          <span class="dot" aria-hidden="true" />
          {liveTexts[live.state]}
          {live.reason && `: ${live.reason}`}
        </p>
        {isLive ? <Age source={{ state: "LIVE", asOf: change!.time }} note={live.state === "live" ? ", and no change reported since" : ""} /> : breakdown && <Age source={breakdown.source} />}
      </div>
      <div class="card" id="profit">
        <h2>Profit and loss, {labelOf(range)}</h2>
        <PartView part={profitAndLoss} retry={retry} lines={2}>
          {({ absoluteUsd, roi, source }) => (
            <>
              <p class="figure" data-testid="profit">
                <Gain value={absoluteUsd} />
              </p>
              <p class="hint" data-testid="return">
                Return: <Gain value={roi} format={formats.ratio} />
              </p>
              <Age source={source} />
            </>
          )}
        </PartView>
      </div>
    </section>
  );
}
