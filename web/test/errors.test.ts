import { CombinedError } from "@urql/core";
import { expect, test } from "vitest";
import { findFailure } from "../src/errors";
import { readPart } from "../src/result";

const path = ["portfolio", "chart"];
const failed = (errors: object[], response?: object) => new CombinedError({ graphQLErrors: errors as never, response });
const limited = { message: "m", path, extensions: { code: "UPSTREAM_RATE_LIMITED", retryable: true, retryAfter: 6.2 } };

test("a part has the error at its path", () => {
  const other = { message: "other", path: ["portfolio", "tokens"], extensions: { code: "UPSTREAM_TIMEOUT", retryable: true } };
  expect(findFailure(failed([other, limited]), path)).toEqual({ text: "The data source accepts no more calls for the moment.", code: "UPSTREAM_RATE_LIMITED", retryAfter: 7, isRetryable: true });
  expect(findFailure(failed([other]), path)).toBeNull();
});

test("an error of the whole request is an error of each part", () =>
  expect(findFailure(failed([{ message: "m", extensions: { code: "API_KEY_INVALID" } }]), path)).toMatchObject({ code: "API_KEY_INVALID", isRetryable: false }));

test("an unknown code has the message of the server", () => expect(findFailure(failed([{ message: "Something new.", path, extensions: { code: "NEW" } }]), path)!.text).toBe("Something new."));

test("the wait of a 429 is that of its header", () =>
  expect(findFailure(failed([{ message: "m", extensions: { code: "RATE_LIMITED" } }], { headers: new Headers({ "Retry-After": "12" }) }), path)).toMatchObject({ retryAfter: 12, isRetryable: true }));

test("a lost connection can be tried again", () =>
  expect(findFailure(new CombinedError({ networkError: new Error("Failed to fetch") }), path)).toMatchObject({ text: "The server cannot be reached. Check the connection.", isRetryable: true }));

test("data of which a field has failed is there, and has the failure", () => {
  const below = { ...limited, path: [...path, "points", 0, "value"] };
  const beside = { ...limited, path: ["portfolio", "charts", "points"] };
  const read = (errors: object[]) => readPart({ points: [] }, path, { fetching: false, error: failed(errors) });
  expect(read([beside, below])).toMatchObject({ state: "ready", failure: { code: "UPSTREAM_RATE_LIMITED", retryAfter: 7 } });
  expect(read([beside])).toMatchObject({ state: "ready", failure: null });
});

test("a part is loading, ready, failed or not known", () => {
  const done = { fetching: false, hasNext: false };
  expect(readPart(undefined, path, { fetching: true }).state).toBe("loading");
  expect(readPart(undefined, path, { fetching: false, hasNext: true }).state).toBe("loading");
  expect(readPart(0, path, done)).toEqual({ state: "ready", value: 0, isUpdating: false, failure: null });
  expect(readPart(null, path, done).state).toBe("unknown");
  expect(readPart(null, path, { ...done, error: failed([limited]) }).state).toBe("failed");
  expect(readPart(null, path, { fetching: true, error: failed([limited]) }).state).toBe("loading");
  // The rest of the response may still be on its way.
  expect(readPart(null, path, { fetching: false, hasNext: true, error: failed([limited]) }).state).toBe("failed");
});
