// Counts what holds and what does not.

import { isDeepStrictEqual } from "node:util";

let passed = 0;
let failed = 0;

/** Runs a check; it fails if it throws, or takes longer than a client would wait. */
export async function check(name, test) {
  let timer;
  const impatience = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end within 20 s")), 20_000);
  });
  try {
    await Promise.race([test(), impatience]);
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

/** Asks until it is so. */
export async function eventually(ask, expected) {
  for (;;) {
    const answer = await ask();
    if (isDeepStrictEqual(answer, expected)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Prints the closing line; gives the exit code. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
