import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useNow } from "./context";
import type { Failure } from "./errors";
import { formats, unknown } from "./format";
import type { DataSourceState } from "./generated/operations";
import type { Part } from "./result";

/** Shows a part: a skeleton of its size, the data, or why there is none. */
export function PartView<T>({ part, retry, lines = 3, children }: { part: Part<T>; retry: () => void; lines?: number; children: (value: T) => ComponentChildren }) {
  switch (part.state) {
    case "loading":
      return <Skeleton lines={lines} />;
    case "failed":
      return <FailureView failure={part.failure} retry={retry} />;
    case "unknown":
      return <p class="hint">{unknown}: the data source has no figure.</p>;
    case "ready":
      return (
        <div class="ready" aria-busy={part.isUpdating}>
          {children(part.value)}
        </div>
      );
  }
}

export const Skeleton = ({ lines }: { lines: number }) => (
  <div class="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, i) => (
      <span key={i} />
    ))}
  </div>
);

/** Why a part has no data, and a button that loads it again once that makes sense. */
export function FailureView({ failure, retry }: { failure: Failure; retry: () => void }) {
  const left = useCountdown(failure);
  return (
    <div class="failure" role="alert">
      <p>{failure.text}</p>
      {failure.isRetryable && (
        // Not `disabled`, which would take the focus away.
        <button type="button" aria-disabled={left > 0} onClick={() => left === 0 && retry()}>
          {left > 0 ? `Try again in ${formats.count(left)} s` : "Try again"}
        </button>
      )}
    </div>
  );
}

function useCountdown(failure: Failure): number {
  const [left, setLeft] = useState(failure.retryAfter ?? 0);
  useEffect(() => {
    const end = Date.now() + (failure.retryAfter ?? 0) * 1000;
    const update = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    update();
    const timer = setInterval(update, 250);
    return () => clearInterval(timer);
    // A failure is a new object in each rendering; the same failure again is another request.
  }, [failure.text, failure.retryAfter]);
  return left;
}

interface Source {
  readonly state: DataSourceState;
  readonly asOf: string;
  readonly skippedRows?: number;
}

const states: Record<DataSourceState, string> = { LIVE: "just loaded", CACHED: "from the cache", STALE: "out of date, because newer data is not available now" };

/** How old data is, and whether all of it could be read. */
export function Age({ source: { state, asOf, skippedRows = 0 } }: { source: Source }) {
  const now = useNow(10_000);
  return (
    <p class={state === "STALE" ? "age stale" : "age"}>
      As of <time dateTime={asOf} title={formats.dateTime(asOf)}>{formats.time(asOf)}</time> ({formats.age(asOf, now)}), {states[state]}.
      {skippedRows > 0 && ` ${formats.count(skippedRows)} ${skippedRows === 1 ? "row" : "rows"} of the data source could not be read and ${skippedRows === 1 ? "is" : "are"} missing.`}
    </p>
  );
}

/** A gain or a loss, which differ by sign and color. */
export const Gain = ({ value, format = formats.gain }: { value: number | null | undefined; format?: (value: number | null | undefined) => string }) => (
  <span class={value === null || value === undefined ? "none" : value > 0 ? "up" : value < 0 ? "down" : ""}>{format(value)}</span>
);

/** An amount of money, where "not known" is set apart. */
export const Money = ({ value, format = formats.money }: { value: number | null | undefined; format?: (value: number | null | undefined) => string }) => (
  <span class={value === null || value === undefined ? "none" : value < 0 ? "down" : ""}>{format(value)}</span>
);

const hues = new Map<string, number>();

/** A letter in a color of its own instead of an icon, because icons are on servers of others. */
export function Letter({ name }: { name: string }) {
  let hue = hues.get(name);
  if (hue === undefined) {
    hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 12, 7);
    hues.set(name, hue);
  }
  return (
    <span class={`letter hue-${hue}`} aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? "?"}
    </span>
  );
}
