import { useCallback, useEffect, useState } from "preact/hooks";
import type { TimeRange } from "./generated/operations";

/** The ranges of the chart and of profit and loss, with the labels of their buttons. */
export const ranges: readonly (readonly [TimeRange, string])[] = [
  ["ONE_DAY", "1 day"],
  ["ONE_WEEK", "1 week"],
  ["ONE_MONTH", "1 month"],
  ["ONE_YEAR", "1 year"],
  ["THREE_YEARS", "3 years"],
];

/** The label of a range. */
export const labelOf = (range: TimeRange): string => ranges.find(([name]) => name === range)![1];

export const tabs = ["tokens", "positions", "debts", "compare"] as const;
export type Tab = (typeof tabs)[number];

/** What the page shows. It is in the fragment of the page's URL, which browsers do not send, so that no log of a server has the addresses of a view. */
export interface View {
  /** The addresses as entered, separated by commas; empty at first. */
  readonly text: string;
  readonly range: TimeRange;
  readonly tab: Tab;
  /** A date, such as 2025-07-01; empty for no comparison. */
  readonly since: string;
}

/** The day of the first block of Ethereum. */
export const firstDate = "2015-07-30";

/** Yesterday in UTC, the last date that a portfolio can be compared with. */
export const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Whether a text is a date of the calendar that a portfolio can be compared with. */
export const isPastDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text) && text >= firstDate && text <= yesterday();

/** Reads a fragment. What it cannot read has its default. */
export function parseView(fragment: string): View {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const range = parameters.get("range");
  const tab = parameters.get("tab");
  const since = parameters.get("since") ?? "";
  return {
    text: parameters.get("addresses") ?? "",
    range: ranges.find(([name]) => name === range)?.[0] ?? "ONE_YEAR",
    tab: tabs.find((name) => name === tab) ?? "tokens",
    since: /^\d{4}-\d\d-\d\d$/.test(since) ? since : "",
  };
}

/** Writes a fragment, without what has its default. */
export function formatView({ text, range, tab, since }: View): string {
  const parts = [text && `addresses=${text}`, range !== "ONE_YEAR" && `range=${range}`, tab !== "tokens" && `tab=${tab}`, since && `since=${since}`];
  return `#${parts.filter(Boolean).join("&")}`;
}

/** The current view, and how to change it. Each change is a step of the browser's history. */
export function useView(): readonly [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(() => parseView(location.hash));
  useEffect(() => {
    const read = () => setView(parseView(location.hash));
    addEventListener("popstate", read);
    return () => removeEventListener("popstate", read);
  }, []);
  const change = useCallback((change: Partial<View>) => {
    const next = { ...parseView(location.hash), ...change };
    const fragment = formatView(next);
    if (fragment !== location.hash) history.pushState(null, "", fragment);
    setView(next);
  }, []);
  return [view, change];
}
