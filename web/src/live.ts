import { useEffect, useState } from "preact/hooks";
import { createLiveClient } from "./api";
import { describe } from "./errors";
import { PortfolioChangedDocument, type PortfolioChangedSubscription } from "./generated/operations";
import type { Settings } from "./settings";

export type Change = PortfolioChangedSubscription["portfolioChanged"];

/** The live value, and the state of its connection. */
export interface Live {
  readonly state: "connecting" | "live" | "reconnecting" | "off";
  /** Why it is off; empty otherwise. */
  readonly reason: string;
  /** The last event; null before the first. */
  readonly change: Change | null;
}

const initial: Live = { state: "connecting", reason: "", change: null };

/** Subscribes to the value of a portfolio while the page can be seen. Watching a portfolio takes an upstream call each minute, so a hidden page does not. */
export function useLive(settings: Settings, addresses: readonly string[]): Live {
  const [live, setLive] = useState(initial);
  const isVisible = useIsVisible();
  useEffect(() => {
    if (!isVisible) return;
    setLive((last) => ({ ...initial, change: last.change }));
    const client = createLiveClient(settings);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOff = false;
    const subscribe = () =>
      client.subscribe<PortfolioChangedSubscription>(
        { query: "", documentId: PortfolioChangedDocument.documentId, variables: { addresses } } as never,
        {
          next: ({ data, errors }) => {
            if (data?.portfolioChanged) setLive({ state: "live", reason: "", change: data.portfolioChanged });
            else if (errors?.[0]) {
              isOff = true;
              setLive((last) => ({ ...last, state: "off", reason: describe(errors[0]!).text }));
            }
          },
          error: () => setLive((last) => ({ ...last, state: "off", reason: "The connection failed." })),
          // The server ends the stream when it stops. Its replacement takes the next one.
          complete: () => {
            if (isOff) return;
            setLive((last) => ({ ...last, state: "reconnecting" }));
            timer = setTimeout(subscribe, 2_000);
          },
        },
        {
          connecting: (isReconnecting) => isReconnecting && setLive((last) => ({ ...last, state: "reconnecting" })),
          connected: () => setLive((last) => (last.change ? { ...last, state: "live" } : last)),
        },
      );
    subscribe();
    return () => {
      isOff = true;
      clearTimeout(timer);
      client.dispose();
    };
  }, [settings, addresses.join(), isVisible]);
  return live;
}

function useIsVisible(): boolean {
  const [isVisible, setIsVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const update = () => setIsVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return isVisible;
}
