import { expect, test } from "vitest";
import { formatView, parseView } from "../src/view";

const address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const initial = { text: "", range: "ONE_YEAR", tab: "tokens", since: "" } as const;

test.each([
  ["#", initial],
  [`#addresses=${address}`, { ...initial, text: address }],
  [`#addresses=${address},${address}&range=ONE_DAY&tab=compare&since=2025-07-01`, { text: `${address},${address}`, range: "ONE_DAY", tab: "compare", since: "2025-07-01" }],
] as const)("a view is the same after it was in a URL: %s", (fragment, view) => {
  expect(parseView(fragment)).toEqual(view);
  expect(formatView(view)).toBe(fragment);
});

test("what cannot be read has its default", () => expect(parseView("#addresses=x&range=TWO_DAYS&tab=admin&since=yesterday&more")).toEqual({ ...initial, text: "x" }));
