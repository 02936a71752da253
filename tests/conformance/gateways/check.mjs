// Runs checks and counts the results.

import { isDeepStrictEqual } from "node:util";

let passed = 0;
let failed = 0;

/** Runs a check, which fails if it throws. Returns what it returns, or null. */
export async function check(name, test) {
  try {
    const result = await test();
    passed++;
    return result ?? null;
  } catch (error) {
    failed++;
    console.log(`failed: ${name}: ${error?.stack ?? JSON.stringify(error)}`);
    return null;
  }
}

export function equal(actual, expected) {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`expected ${text(expected)}, got ${text(actual)}`);
}

// A list of 1000 users would hide the other failures.
const text = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 1_000);

/** Prints the summary and returns the exit code. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
