import { createContext } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { useQuery } from "@urql/preact";
import type { Settings } from "./settings";
import type { TrustedDocument } from "./trusted";

/** What all parts of the page share. */
export interface Page {
  readonly settings: Settings;
  readonly addresses: readonly string[];
  /** Counts up when the user requests fresh data. */
  readonly generation: number;
  /** Has a screen reader say something. */
  readonly announce: (text: string) => void;
}

export const PageContext = createContext<Page>(null!);

export const usePage = (): Page => useContext(PageContext);

/** Runs a query of the page, again when its variables or the generation change. */
export function usePageQuery<Data, Variables extends Record<string, unknown>>(query: TrustedDocument<Data, Variables>, variables: Variables, pause = false) {
  const { generation } = usePage();
  const context = useMemo(() => ({ generation }), [generation]);
  return useQuery<Data, Variables>({ query, variables: variables as never, context, pause });
}

/** The time, every so many milliseconds. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
