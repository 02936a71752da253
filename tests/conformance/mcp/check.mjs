// Runs checks and counts the results.

import { isDeepStrictEqual } from "node:util";

let passed = 0;
let failed = 0;

/** Runs a check, which fails if it throws or does not end within 20 seconds. */
export async function check(name, test) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end within 20 s")), 20_000);
  });
  try {
    await Promise.race([test(), timeout]);
    passed++;
  } catch (error) {
    failed++;
    console.log(`failed: ${name}: ${error?.stack ?? JSON.stringify(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

export function equal(actual, expected) {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Prints the summary and returns the exit code. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
