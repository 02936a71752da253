import { expect, test } from "vitest";
import { createFormats, symbolOf, unknown } from "../src/format";

const american = createFormats("en-US");
const german = createFormats("de-DE");

test("null is not 0", () => {
  for (const format of [american.money, american.gain, american.price, american.share, american.ratio, american.amount]) {
    expect(format(null)).toBe(unknown);
    expect(format(undefined)).toBe(unknown);
  }
  expect(american.money(0)).toBe("$0.00");
});

test.each([
  [271406.497, "$271,406.50", "271.406,50 $"],
  [-1800.26, "-$1,800.26", "-1.800,26 $"],
  [0.0000354, "$0.000035", "0,000035 $"],
])("money %d", (value, inAmerican, inGerman) => {
  expect(american.money(value)).toBe(inAmerican);
  expect(german.money(value).replace("\u00a0", " ")).toBe(inGerman);
});

test("gains have a sign, unless they are 0", () => expect([5, -5, 0].map(american.gain)).toEqual(["+$5.00", "-$5.00", "$0.00"]));

test("small prices keep their digits", () => expect([98000, 0.48, 0.0000118, 0].map(american.price)).toEqual(["$98,000.00", "$0.48", "$0.0000118", "$0.00"]));

test("amounts keep all digits", () => {
  expect(american.amount("123456789012345678901234567890.123456789012345678")).toBe("123,456,789,012,345,678,901,234,567,890.123456789012345678");
  expect(american.amount("0.000000000000000001")).toBe("0.000000000000000001");
  expect(american.amount("100.0")).toBe("100");
  expect(german.amount("-1234.2500")).toBe("-1.234,25");
});

test("fractions are percent", () => {
  expect(american.share(0.254)).toBe("25.4%");
  expect(american.ratio(0.05435464)).toBe("+5.44%");
  expect(american.ratio(-0.19350911)).toBe("-19.35%");
});

test("ages are in the largest unit that fits", () => {
  const now = Date.parse("2025-07-01T12:00:00Z");
  expect(["2025-07-01T11:59:30Z", "2025-07-01T11:57:10Z", "2025-07-01T07:00:00Z", "2025-06-29T12:00:00Z", "2025-07-01T12:00:00Z"].map((time) => american.age(time, now))).toEqual([
    "30 seconds ago",
    "2 minutes ago",
    "5 hours ago",
    "2 days ago",
    "now",
  ]);
});

test("the clock of the browser may be behind", () => expect(american.age("2025-07-01T12:00:05Z", Date.parse("2025-07-01T12:00:00Z"))).toBe("now"));

// vitest.config.ts sets a time zone west of UTC.
test("a day of UTC is the same day everywhere", () => {
  expect(american.date("2025-07-01T00:00:00Z")).toBe("Jun 30, 2025");
  expect(american.utcDate("2025-07-01T00:00:00Z")).toBe("Jul 1, 2025");
  expect(american.utcDay(Date.parse("2025-07-01T00:00:00Z"))).toBe("Jul 1, 25");
});

test("labels of an axis differ where the values do", () => {
  expect([0.05, 0.1].map(american.compact)).toEqual(["$0.05", "$0.1"]);
  expect([271_410, 271_420, 22_000_000].map(american.compact)).toEqual(["$271.41K", "$271.42K", "$22M"]);
});

test.each([null, "", "  ", "\u200b\u202e"])("a symbol that cannot be seen is none", (symbol) => expect(symbolOf({ symbol })).toBe("no symbol"));
test("a symbol stays as it is", () => expect(symbolOf({ symbol: "$ \u202eETH" })).toBe("$ \u202eETH"));
