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

/** Runs a query of the page, again when its variables or the generation change. Until the first response, the result is that of the former variables, and is fetching. */
export function usePageQuery<Data, Variables extends Record<string, unknown>>(query: TrustedDocument<Data, Variables>, variables: Variables) {
  const { generation } = usePage();
  const context = useMemo(() => ({ generation }), [generation]);
  const [result, execute] = useQuery<Data, Variables>({ query, variables: variables as never, context });
  // The hook reports that it fetches one rendering later.
  const isCurrent = JSON.stringify(result.operation?.variables) === JSON.stringify(variables);
  return [{ ...result, fetching: result.fetching || !isCurrent }, execute] as const;
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

/** Whether a media query matches, now and whenever that changes. */
export function useMediaQuery(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setMatches(list.matches);
    list.addEventListener("change", update);
    return () => list.removeEventListener("change", update);
  }, [query]);
  return matches;
}
