import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useNow } from "./context";
import type { Failure } from "./errors";
import { formats, unknown } from "./format";
import type { DataSourceState } from "./generated/operations";
import type { Part } from "./result";

interface PartProps<T> {
  readonly part: Part<T>;
  readonly retry: () => void;
  /** The lines of the skeleton. */
  readonly lines?: number;
  /** Whether the fields below the part are parts themselves, which show their own failures. */
  readonly hasParts?: boolean;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows a part: a skeleton of its size, the data, or why there is none. */
export function PartView<T>({ part, retry, lines = 3, hasParts = false, children }: PartProps<T>) {
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
          {part.failure && !hasParts && <FailureView failure={{ ...part.failure, text: `Some figures are missing. ${part.failure.text}` }} retry={retry} />}
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
    <div class="failure">
      {/* Without the button, whose text changes each second. */}
      <p role="alert">{failure.text}</p>
      {failure.isRetryable && (
        // Not `disabled`, which would take the focus away.
        <button
          type="button"
          aria-disabled={left > 0}
          onClick={({ currentTarget }) => {
            if (left > 0) return;
            // The button is about to go.
            focusHolder(currentTarget);
            retry();
          }}
        >
          {left > 0 ? `Try again in ${formats.count(left)} s` : "Try again"}
        </button>
      )}
    </div>
  );
}

/** Focuses what an element is in, so that the focus does not fall back to the start of the page when the element goes. */
function focusHolder(element: HTMLElement): void {
  const holder = element.closest<HTMLElement>("[role=tabpanel], .card, .csv");
  if (!holder) return;
  holder.tabIndex = -1;
  holder.focus({ preventScroll: true });
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

const states: Record<DataSourceState, string> = { LIVE: "", CACHED: ", from the cache", STALE: ", out of date, because newer data is not available now" };

/** How old data is, and whether all of it could be read. */
export function Age({ source: { state, asOf, skippedRows = 0 }, note = states[state] }: { source: Source; note?: string }) {
  const now = useNow(10_000);
  return (
    <p class={state === "STALE" ? "age stale" : "age"}>
      As of <time dateTime={asOf} title={formats.dateTime(asOf)}>{formats.time(asOf)}</time> ({formats.age(asOf, now)}){note}.
      {skippedRows > 0 && ` ${formats.count(skippedRows)} ${skippedRows === 1 ? "row" : "rows"} of the data source could not be read and ${skippedRows === 1 ? "is" : "are"} missing.`}
    </p>
  );
}

/** A gain or a loss, which differ by sign and color. */
export const Gain = ({ value, format = formats.gain }: { value: number | null | undefined; format?: (value: number | null | undefined) => string }) => (
  <bdi dir="ltr" class={value === null || value === undefined ? "none" : value > 0 ? "up" : value < 0 ? "down" : ""}>{format(value)}</bdi>
);

/** An amount of money, where "not known" is set apart. */
export const Money = ({ value, format = formats.money }: { value: number | null | undefined; format?: (value: number | null | undefined) => string }) => (
  <bdi dir="ltr" class={value === null || value === undefined ? "none" : value < 0 ? "down" : ""}>{format(value)}</bdi>
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
