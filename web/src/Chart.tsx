import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useMediaQuery } from "./context";
import { formats, symbolOf } from "./format";
import type { DataIssueKind, PortfolioPageQuery, TimeRange } from "./generated/operations";
import { Age, Gain, Money, PartView } from "./Parts";
import type { Part } from "./result";
import { ranges } from "./view";

type ValueChart = NonNullable<Extract<PortfolioPageQuery["portfolio"], { chart: unknown }>["chart"]>;

const issues: Record<DataIssueKind, string> = {
  PRICE_OUTLIER: "The price of a token is far from its neighbors",
  NEGATIVE_VALUE: "A negative value was left out",
  OTHER: "The data source reports an issue",
};

/** The value over time, with the buttons that choose the range. */
export function ChartSection({ chart, range, retry, onRange }: { chart: Part<ValueChart>; range: TimeRange; retry: () => void; onRange: (range: TimeRange) => void }) {
  return (
    <section class="card chart" id="chart" aria-labelledby="chart-title">
      <div class="heading">
        <h2 id="chart-title">Value over time</h2>
        <div role="group" aria-label="Range" class="ranges">
          {ranges.map(([name, label]) => (
            <button key={name} type="button" aria-pressed={name === range} onClick={() => onRange(name)}>
              {label}
            </button>
          ))}
        </div>
      </div>
      <PartView part={chart} retry={retry} lines={8}>
        {(value) => (value.points.length < 2 ? <p class="hint">There are not enough values for a chart.</p> : <Chart key={value.range} chart={value} />)}
      </PartView>
    </section>
  );
}

function Chart({ chart }: { chart: ValueChart }) {
  const { points } = chart;
  const [at, setAt] = useState(points.length - 1);
  const index = Math.min(at, points.length - 1);
  const marked = points[index]!;
  const [lowest, highest] = useMemo(() => [points.reduce((a, b) => (b.valueUsd < a.valueUsd ? b : a)), points.reduce((a, b) => (b.valueUsd > a.valueUsd ? b : a))], [points]);
  const isDaily = areDays(points);
  const when = isDaily ? formats.utcDate : chart.range === "ONE_DAY" || chart.range === "ONE_WEEK" ? formats.dateTime : formats.date;
  // Hundreds of rows, which do not change when the marker moves.
  const values = useMemo(
    () => (
      <details class="values">
        <summary>The values as a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="The values of the chart">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col" class="number">
                  Value
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ time, valueUsd }) => (
                <tr key={time}>
                  <td>{when(time)}</td>
                  <td class="number">
                    <Money value={valueUsd} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    ),
    [points],
  );
  const move = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.round(points.length / 10));
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page, Home: -points.length, End: points.length };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.min(points.length - 1, Math.max(0, index + step)));
  };
  return (
    <>
      <p class="reading">
        {/* Not a live region: the slider says the same. */}
        <span class="marked">
          <bdi>{when(marked.time)}</bdi>: <strong><Money value={marked.valueUsd} /></strong>
        </span>
        <span>
          Change <Gain value={chart.changeUsd} /> (<Gain value={chart.changeRatio} format={formats.ratio} />), deposits and withdrawals included
        </span>
      </p>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label="Value over time"
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={index}
        aria-valuetext={`${when(marked.time)}: ${formats.money(marked.valueUsd)}`}
        onKeyDown={move}
      >
        <Plot chart={chart} isDaily={isDaily} at={index} onMove={setAt} />
      </div>
      <p class="hint" data-testid="chart-summary">
        From <Money value={points[0]!.valueUsd} /> on {when(points[0]!.time)} to <Money value={points.at(-1)!.valueUsd} /> on {when(points.at(-1)!.time)}; lowest <Money value={lowest.valueUsd} />, highest{" "}
        <Money value={highest.valueUsd} />.
      </p>
      {chart.dataIssues.length > 0 && (
        <details class="issues">
          <summary>
            {formats.count(chart.dataIssues.length)} {chart.dataIssues.length === 1 ? "issue" : "issues"} in the data
          </summary>
          <ul>
            {chart.dataIssues.map(({ kind, token, chain, time }, i) => (
              <li key={i}>
                {issues[kind]}
                {token && <>: <bdi>{symbolOf(token)}</bdi></>}
                {chain && ` on ${chain.name}`}
                {time && `, ${when(time)}`}.
              </li>
            ))}
          </ul>
        </details>
      )}
      {values}
      <Age source={chart.source} />
    </>
  );
}

function Plot({ chart: { points }, isDaily, at, onMove }: { chart: ValueChart; isDaily: boolean; at: number; onMove: (index: number) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  useEffect(() => {
    const element = host.current!;
    const style = getComputedStyle(element);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const created = new uPlot(
      {
        width: element.clientWidth,
        height: 240,
        // Days of UTC have their ticks at midnight UTC.
        tzDate: (seconds) => (isDaily ? uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") : new Date(seconds * 1000)),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
        scales: { y: { range: (_, min, max) => uPlot.rangeNum(min, max, 0.1, true) } },
        axes: [
          { ...axis, space: 90, size: 32, values: (_, times) => times.map((time) => formatTick(time, times, isDaily)) },
          // Wide enough for the longest label, whose length depends on the locale.
          { ...axis, size: (_, labels) => Math.max(48, 20 + 7 * Math.max(0, ...(labels ?? []).map((label) => label.length))), values: (_, values) => values.map(formats.compact) },
        ],
        series: [{}, { stroke: color("--accent"), width: 2, fill: color("--accent-soft"), points: { show: false } }],
        hooks: {
          // Moves by the pointer only; -1 is outside of the plot.
          setCursor: [(self) => self.cursor.event && typeof self.cursor.idx === "number" && onMove(self.cursor.idx)],
        },
      },
      [points.map(({ time }) => Date.parse(time) / 1000), points.map(({ valueUsd }) => valueUsd)],
      element,
    );
    plot.current = created;
    const observer = new ResizeObserver(() => created.setSize({ width: element.clientWidth, height: 240 }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.destroy();
    };
  }, [points, isDark]);
  useEffect(() => {
    const current = plot.current;
    if (current && current.cursor.idx !== at) current.setCursor({ left: current.valToPos(current.data[0]![at]!, "x"), top: 0 }, false);
  }, [at, points, isDark]);
  return <div ref={host} aria-hidden="true" />;
}

/** Whether all points are at midnight UTC, so that each stands for a day of UTC. */
const areDays = (points: ValueChart["points"]): boolean => points.every(({ time }) => Date.parse(time) % 86_400_000 === 0);

function formatTick(time: number, times: readonly number[], isDaily: boolean): string {
  const step = (times[1] ?? time) - (times[0] ?? time);
  if (isDaily) return formats.utcDay(time * 1000);
  return step > 0 && step < 86_400 ? formats.hour(time * 1000) : formats.day(time * 1000);
}
