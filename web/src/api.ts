import { Client, fetchExchange } from "@urql/core";
import { createClient as createEventClient, type Client as EventClient } from "graphql-sse";
import type { Settings } from "./settings";

const keyName = "portfoliograph-key";

let enteredKey = "";

/** The API key that the user entered; empty if there is none. It is kept for the tab only, and until the next reload only if the browser allows pages no storage. */
export const apiKey = {
  get: (): string => {
    try {
      return sessionStorage.getItem(keyName) ?? "";
    } catch {
      return enteredKey;
    }
  },
  set: (key: string): void => {
    enteredKey = key;
    try {
      sessionStorage.setItem(keyName, key);
    } catch {
      // The variable has it.
    }
  },
};

const headers = (): Record<string, string> => (apiKey.get() ? { "X-Api-Key": apiKey.get() } : {});

const endpointOf = ({ base }: Settings): string => new URL(`${base}graphql`, location.href).href;

/** Returns the client for queries. It has no cache, because the server's cache has every age and takes no call. */
export const createQueryClient = (settings: Settings): Client =>
  new Client({ url: endpointOf(settings), exchanges: [fetchExchange], preferGetMethod: false, requestPolicy: "network-only", fetchOptions: () => ({ headers: headers() }) });

/** Returns the client for subscriptions, by server-sent events: they carry the same headers as queries, and pass every proxy. It reconnects until it is disposed. */
export const createLiveClient = (settings: Settings): EventClient =>
  createEventClient({
    url: endpointOf(settings),
    headers,
    retryAttempts: Number.POSITIVE_INFINITY,
    retry: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(1_000 * 2 ** retries, 30_000) * (0.75 + Math.random() / 2))),
  });

/** Returns the address of a report as seen from the page: a proxy in front of the server may have stripped a path that the server's own URL lacks. */
export function reportUrl({ base }: Settings, downloadUrl: string): string {
  const { pathname, search } = new URL(downloadUrl);
  return new URL(`${base}report/${pathname.slice(pathname.lastIndexOf("/") + 1)}${search}`, location.href).href;
}

/** Loads a file of the server. With a key, a plain link cannot, because it has no header. */
export async function loadFile(url: string): Promise<Blob> {
  const response = await fetch(url, { headers: headers() });
  if (!response.ok) throw new Error(`The server responded with status ${response.status}.`);
  return response.blob();
}
