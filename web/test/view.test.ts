import { expect, test } from "vitest";
import { formatView, isPastDate, parseView, yesterday } from "../src/view";

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

test.each([
  ["2015-07-30", true],
  ["2015-07-29", false],
  ["2024-02-29", true],
  ["2025-02-29", false],
  ["2025-02-31", false],
  ["2025-13-01", false],
  ["2999-01-01", false],
  ["yesterday", false],
])("a date of the calendar, from the first block to yesterday: %s", (date, expected) => expect(isPastDate(date)).toBe(expected));

test("yesterday is the last date", () => {
  expect(isPastDate(yesterday())).toBe(true);
  expect(isPastDate(new Date().toISOString().slice(0, 10))).toBe(false);
});
