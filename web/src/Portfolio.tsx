import { useEffect } from "preact/hooks";
import { abbreviate } from "./address";
import { ChartSection } from "./Chart";
import { Compare } from "./Compare";
import { usePage, usePageQuery } from "./context";
import { Csv } from "./Csv";
import { Debts } from "./Debts";
import { formats } from "./format";
import { PortfolioPageDocument } from "./generated/operations";
import { isNewer, useLive } from "./live";
import { FailureView, Money, Skeleton } from "./Parts";
import { Positions } from "./Positions";
import { readPart } from "./result";
import { Splits } from "./Splits";
import { Summary } from "./Summary";
import { Tabs } from "./Tabs";
import { Tokens } from "./Tokens";
import type { View } from "./view";

/** The portfolio of the page's addresses. */
export function Portfolio({ view, onView, onRefresh, onKeyRejected }: { view: View; onView: (change: Partial<View>) => void; onRefresh: () => void; onKeyRejected: () => void }) {
  const { settings, addresses, announce } = usePage();
  const { range, tab, since } = view;
  const [result, execute] = usePageQuery(PortfolioPageDocument, { addresses: [...addresses], range });
  const live = useLive(settings, addresses);
  const retry = () => execute();

  const portfolio = result.data?.portfolio;
  const total = readPart(portfolio?.valueUsd, ["portfolio", "valueUsd"], result);
  const breakdown = readPart(portfolio?.breakdown, ["portfolio", "breakdown"], result);
  const profitAndLoss = readPart(portfolio?.profitAndLoss, ["portfolio", "profitAndLoss"], result);
  const chart = readPart(portfolio?.chart, ["portfolio", "chart"], result);
  const wallets = readPart(portfolio?.wallets, ["portfolio", "wallets"], result);
  const liveWallets = isNewer(live.change, portfolio?.breakdown ?? null) ? live.change!.portfolio.wallets : null;
  const chains = (portfolio?.breakdown?.byChain ?? []).map(({ chain }) => ({ value: String(chain.chainId), name: chain.name }));
  const protocols = (portfolio?.breakdown?.byProtocol ?? []).map(({ protocol }) => ({ value: protocol.protocolId, name: protocol.name }));

  const isKeyRejected = result.error?.graphQLErrors.some(({ extensions }) => extensions.code === "API_KEY_INVALID") ?? false;
  useEffect(() => {
    if (isKeyRejected) onKeyRejected();
  }, [isKeyRejected]);
  useEffect(() => {
    if (total.state === "ready" && !result.hasNext && !result.fetching) announce(`Total value ${formats.money(total.value)}`);
  }, [total.state, result.hasNext, result.fetching]);
  useEffect(() => {
    if (live.change?.changeUsd) announce(`Total value ${formats.money(live.change.valueUsd)}, changed by ${formats.gain(live.change.changeUsd)}`);
  }, [live.change]);
  return (
    <>
      <div class="subject">
        <h2 class="hidden">Portfolio</h2>
        <ul class="addresses">
          {addresses.map((address) => {
            const wallet = (liveWallets ?? portfolio?.wallets)?.find((wallet) => wallet.address === address);
            return (
              <li key={address}>
                <code title={address}>{addresses.length === 1 ? address : abbreviate(address)}</code>
                {addresses.length > 1 && wallet && (
                  <>
                    {" "}
                    <Money value={wallet.valueUsd} />
                  </>
                )}
              </li>
            );
          })}
        </ul>
        {addresses.length > 1 && !liveWallets && wallets.state === "failed" && <FailureView failure={wallets.failure} retry={retry} />}
        <div class="actions">
          <button type="button" onClick={onRefresh}>
            Refresh
          </button>
          <Csv range={range} />
        </div>
      </div>
      <div class="overview">
        <Summary total={total} breakdown={portfolio?.breakdown ?? null} profitAndLoss={profitAndLoss.state === "ready" && profitAndLoss.value.range !== range ? { state: "loading" } : profitAndLoss} range={range} live={live} retry={retry} />
        <ChartSection chart={chart.state === "ready" && chart.value.range !== range ? { state: "loading" } : chart} range={range} retry={retry} onRange={(range) => onView({ range })} />
      </div>
      <Splits breakdown={breakdown} retry={retry} />
      {/* The lists come after the value, whose call would wait behind theirs if the calls are scarce. */}
      {result.data || result.error ? (
        <Tabs tab={tab} onChange={(tab) => onView({ tab })}>
          {(name) => {
            switch (name) {
              case "tokens":
                return <Tokens range={range} chains={chains} />;
              case "positions":
                return <Positions chains={chains} protocols={protocols} />;
              case "debts":
                return <Debts />;
              case "compare":
                return <Compare since={since} onChange={(since) => onView({ since })} />;
            }
          }}
        </Tabs>
      ) : (
        <section class="card lists" aria-label="Holdings">
          <Skeleton lines={10} />
        </section>
      )}
    </>
  );
}
