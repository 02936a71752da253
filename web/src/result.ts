import type { CombinedError } from "@urql/core";
import { findFailure, findFailureBelow, type Failure } from "./errors";

/** A part of a response: on its way, there, known to be missing, or failed. */
export type Part<T> =
  | { readonly state: "loading" }
  | {
      readonly state: "ready";
      readonly value: T;
      readonly isUpdating: boolean;
      /** Why fields below this one are null; null if none has failed. */
      readonly failure: Failure | null;
    }
  | { readonly state: "unknown" }
  | { readonly state: "failed"; readonly failure: Failure };

interface Result {
  readonly fetching: boolean;
  readonly hasNext?: boolean | undefined;
  readonly error?: CombinedError | undefined;
}

/** Returns the state of a field. An undefined field of a response that has not ended is deferred. */
export function readPart<T>(value: T | null | undefined, path: readonly string[], result: Result): Part<T> {
  if (value !== null && value !== undefined) return { state: "ready", value, isUpdating: result.fetching, failure: findFailureBelow(result.error, path) };
  if (result.fetching) return { state: "loading" };
  const failure = findFailure(result.error, path);
  if (failure) return { state: "failed", failure };
  return value === undefined && result.hasNext ? { state: "loading" } : { state: "unknown" };
}
