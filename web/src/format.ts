/** Text for figures and times in one locale. Null is always "not known", never 0. */
export interface Formats {
  /** An amount of money in USD, with cents; if it is less than a cent, with two significant digits. */
  readonly money: (value: number | null | undefined) => string;
  /** The same with a sign unless it is 0. */
  readonly gain: (value: number | null | undefined) => string;
  /** A price in USD: small prices keep their significant digits. */
  readonly price: (value: number | null | undefined) => string;
  /** A fraction as percent. */
  readonly share: (value: number | null | undefined) => string;
  /** A fraction as percent, with a sign unless it is 0. */
  readonly ratio: (value: number | null | undefined) => string;
  /** An amount of tokens with all digits of its text, except for zeros at the end. */
  readonly amount: (value: string | null | undefined) => string;
  readonly count: (value: number) => string;
  /** An amount of money for the axis of a chart. */
  readonly compact: (value: number) => string;
  readonly dateTime: (time: string | number) => string;
  readonly date: (time: string | number) => string;
  /** The day of a time in UTC, for days that begin at midnight UTC. */
  readonly utcDate: (time: string | number) => string;
  readonly time: (time: string | number) => string;
  /** A day or an hour on the axis of a chart. */
  readonly day: (time: number) => string;
  readonly utcDay: (time: number) => string;
  readonly hour: (time: number) => string;
  /** How long ago a time is, in the largest unit that fits. A time of the future is now, because the clock of the browser may be behind. */
  readonly age: (time: string, now: number) => string;
}

export const unknown = "not known";

export function createFormats(locale: string | readonly string[]): Formats {
  const locales = locale as string | string[];
  const usd = { style: "currency", currency: "USD" } as const;
  const cents = new Intl.NumberFormat(locales, usd);
  const tiny = new Intl.NumberFormat(locales, { ...usd, maximumSignificantDigits: 2 });
  const significant = new Intl.NumberFormat(locales, { ...usd, minimumSignificantDigits: 2, maximumSignificantDigits: 5 });
  const signedCents = new Intl.NumberFormat(locales, { ...usd, signDisplay: "exceptZero" });
  const signedTiny = new Intl.NumberFormat(locales, { ...usd, maximumSignificantDigits: 2, signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(locales, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const signedPercent = new Intl.NumberFormat(locales, { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const whole = new Intl.NumberFormat(locales);
  const short = new Intl.NumberFormat(locales, { ...usd, notation: "compact", maximumSignificantDigits: 5 });
  const dateTime = new Intl.DateTimeFormat(locales, { dateStyle: "medium", timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locales, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(locales, { timeStyle: "medium" });
  const utcDate = new Intl.DateTimeFormat(locales, { dateStyle: "medium", timeZone: "UTC" });
  const shortDate = { day: "numeric", month: "short", year: "2-digit" } as const;
  const day = new Intl.DateTimeFormat(locales, shortDate);
  const utcDay = new Intl.DateTimeFormat(locales, { ...shortDate, timeZone: "UTC" });
  const hour = new Intl.DateTimeFormat(locales, { weekday: "short", hour: "numeric" });
  const relative = new Intl.RelativeTimeFormat(locales, { numeric: "auto" });

  const orUnknown =
    <T>(format: (value: T) => string) =>
    (value: T | null | undefined) =>
      value === null || value === undefined ? unknown : format(value);
  const separator = new Intl.NumberFormat(locales).formatToParts(1.5).find(({ type }) => type === "decimal")!.value;
  // Not as one number, because browsers differ in how many digits they keep.
  const exact = (value: string) => {
    const [, sign, digits, fraction] = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(value) ?? [];
    if (digits === undefined) return value;
    return sign + whole.format(BigInt(digits)) + (fraction ? separator + [...fraction].map((digit) => whole.format(Number(digit))).join("") : "");
  };
  const isTiny = (value: number) => value !== 0 && Math.abs(value) < 0.01;
  return {
    money: orUnknown((value) => (isTiny(value) ? tiny : cents).format(value)),
    gain: orUnknown((value) => (isTiny(value) ? signedTiny : signedCents).format(value)),
    price: orUnknown((value) => (value !== 0 && Math.abs(value) < 1 ? significant : cents).format(value)),
    share: orUnknown((value) => percent.format(value)),
    ratio: orUnknown((value) => signedPercent.format(value)),
    amount: orUnknown(exact),
    count: (value) => whole.format(value),
    compact: (value) => short.format(value),
    dateTime: (value) => dateTime.format(new Date(value)),
    date: (value) => date.format(new Date(value)),
    utcDate: (value) => utcDate.format(new Date(value)),
    time: (value) => time.format(new Date(value)),
    day: (value) => day.format(value),
    utcDay: (value) => utcDay.format(value),
    hour: (value) => hour.format(value),
    age: (value, now) => {
      const seconds = Math.min(0, Math.round((new Date(value).getTime() - now) / 1000));
      const [size, unit] = ([[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]] as const).find(([size]) => Math.abs(seconds) >= size) ?? [1, "second"];
      return relative.format(Math.trunc(seconds / size), unit);
    },
  };
}

/** The symbol of a token, which its author chose. One without visible characters is none. */
export const symbolOf = ({ symbol }: { readonly symbol: string | null }): string => (symbol !== null && /[^\s\p{C}]/u.test(symbol) ? symbol : "no symbol");

/** Keeps text of others from changing the direction of the text around it. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;

export const formats = createFormats(typeof navigator === "undefined" ? "en-US" : navigator.languages);
