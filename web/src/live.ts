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

/** Whether the live value is newer than the loaded one, whose age its source has. */
export const isNewer = (change: Change | null, loaded: { readonly source: { readonly asOf: string } } | null): boolean =>
  change !== null && change.valueUsd !== null && (!loaded || Date.parse(change.time) >= Date.parse(loaded.source.asOf));

const initial: Live = { state: "connecting", reason: "", change: null };

/** Subscribes to the value of a portfolio while the page can be seen. Watching a portfolio takes an upstream call each minute, so a hidden page does not. */
export function useLive(settings: Settings, addresses: readonly string[]): Live {
  const [live, setLive] = useState(initial);
  const isVisible = useIsVisible();
  const isOnline = useIsOnline();
  useEffect(() => {
    if (!isVisible) return;
    if (!isOnline) {
      setLive((last) => ({ ...last, state: "off", reason: "The browser is offline." }));
      return;
    }
    setLive((last) => ({ ...initial, change: last.change }));
    const client = createLiveClient(settings);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOff = false;
    const subscribe = () => {
      isOff = false;
      client.subscribe<PortfolioChangedSubscription>(
        { query: "", documentId: PortfolioChangedDocument.documentId, variables: { addresses } } as never,
        {
          next: ({ data, errors }) => {
            if (data?.portfolioChanged) setLive({ state: "live", reason: "", change: data.portfolioChanged });
            else if (errors?.[0]) {
              const { code, text, isRetryable, retryAfter } = describe(errors[0]);
              // The limit on watched portfolios, which ends when other clients leave. Its message names it.
              const isFull = code === "LIMIT_EXCEEDED";
              isOff = true;
              setLive((last) => ({ ...last, state: "off", reason: isFull ? errors[0]!.message : text }));
              if (isFull || isRetryable) timer = setTimeout(subscribe, Math.max(retryAfter ?? 0, 60) * 1_000);
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
          connected: () => setLive((last) => (last.change ? { ...last, state: "live", reason: "" } : last)),
        },
      );
    };
    subscribe();
    return () => {
      isOff = true;
      clearTimeout(timer);
      client.dispose();
    };
  }, [settings, addresses.join(), isVisible, isOnline]);
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

function useIsOnline(): boolean {
  const [isOnline, setIsOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const update = () => setIsOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return isOnline;
}
