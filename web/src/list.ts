import { useEffect, useState } from "preact/hooks";

/** The page of a list: the cursors of the pages so far. Another order or filter starts at the first page. */
export function usePages(list: string) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [shown, setShown] = useState(list);
  // Before the list is requested, so that no cursor of the former list is sent.
  if (shown !== list) {
    setShown(list);
    setCursors([]);
  }
  const current = shown === list ? cursors : [];
  return {
    page: current.length,
    after: current.at(-1) ?? null,
    next: (endCursor: string) => setCursors([...current, endCursor]),
    previous: () => setCursors(current.slice(0, -1)),
  };
}

/** A text, once it has not changed for a moment, so that a search does not start with each letter. */
export function useSettled(text: string, delay = 300): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), delay);
    return () => clearTimeout(timer);
  }, [text, delay]);
  return settled;
}
