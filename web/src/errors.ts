import type { CombinedError } from "@urql/core";

/** Why a part of the page has no data. */
export interface Failure {
  /** What happened, in plain words. */
  readonly text: string;
  /** The error's code; null if the server sent none. */
  readonly code: string | null;
  /** The seconds until a retry makes sense; null if unknown. */
  readonly retryAfter: number | null;
  /** Whether the same request may succeed later. */
  readonly isRetryable: boolean;
}

// By code: schema/ERRORS.md.
const texts: Record<string, string> = {
  UPSTREAM_RATE_LIMITED: "The data source accepts no more calls for the moment.",
  UPSTREAM_TIMEOUT: "The data source did not respond in time.",
  UPSTREAM_UNAVAILABLE: "The data source cannot be reached.",
  UPSTREAM_BAD_ANSWER: "The data source sent something that cannot be read.",
  UPSTREAM_REFUSED: "The data source rejected the request for this part.",
  UPSTREAM_REJECTED_KEY: "The data source rejects this server's key. The operator of the server has to set a valid one.",
  UPSTREAM_FORBIDDEN: "The data source does not allow the request for this part.",
  BUDGET_EXHAUSTED: "The calls of this server to the data source are used up for the moment.",
  ADDRESS_INVALID: "The server does not accept one of the addresses.",
  TOO_MANY_ADDRESSES: "These are more addresses than the server takes together.",
  TIME_INVALID: "The date must be in the past, and not before 30 July 2015.",
  CURSOR_INVALID: "This page of the list does not exist any more. Start again at the first page.",
  LIMIT_EXCEEDED: "The request exceeds a limit of this server.",
  API_KEY_INVALID: "The server needs a valid API key.",
  RATE_LIMITED: "The requests of this API key are used up for this minute.",
  SERVER_OVERLOADED: "The server has too many requests at once.",
  TOO_MANY_STREAMS: "The server has too many live connections.",
  GRAPHQL_TIMEOUT: "The server did not finish this part in time.",
  PERSISTED_QUERY_NOT_FOUND: "The server has another version than this page. Reload the page.",
  INTERNAL_ERROR: "The server has a fault; its log has the details.",
};

const retryableCodes = new Set(["RATE_LIMITED", "SERVER_OVERLOADED", "TOO_MANY_STREAMS", "GRAPHQL_TIMEOUT", "INTERNAL_ERROR"]);

interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Returns why a field has no data: the first error at its path, above or below it, or of the whole request. Null if there is none. */
export function findFailure(error: CombinedError | undefined, path: readonly string[]): Failure | null {
  if (!error) return null;
  const response = error.response as Response | undefined;
  const found = error.graphQLErrors.find((item) => !item.path || path.every((name, i) => i >= item.path!.length || item.path![i] === name));
  if (found) return describe(found, readRetryAfter(response));
  if (!error.networkError) return null;
  return response && response.status >= 400
    ? { text: `The server responded with status ${response.status}.`, code: null, retryAfter: readRetryAfter(response), isRetryable: true }
    : { text: "The server cannot be reached. Check the connection.", code: null, retryAfter: null, isRetryable: true };
}

/** Returns why a part of a field has no data: the first error below its path. Null if there is none. */
export function findFailureBelow(error: CombinedError | undefined, path: readonly string[]): Failure | null {
  const found = error?.graphQLErrors.find((item) => item.path && item.path.length > path.length && path.every((name, i) => item.path![i] === name));
  return found ? describe(found, readRetryAfter(error!.response as Response | undefined)) : null;
}

/** Describes an error of the graph. */
export function describe({ extensions = {}, message }: GraphError, retryAfterOfResponse: number | null = null): Failure {
  const code = typeof extensions.code === "string" ? extensions.code : null;
  const retryAfter = typeof extensions.retryAfter === "number" ? Math.ceil(extensions.retryAfter) : retryAfterOfResponse;
  return {
    text: (code !== null && texts[code]) || message,
    code,
    retryAfter,
    isRetryable: extensions.retryable === true || retryAfter !== null || (code !== null && retryableCodes.has(code)),
  };
}

function readRetryAfter(response: Response | undefined): number | null {
  const seconds = Number(response?.headers?.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
