import { asInteger, asText, type PureFunction, wrong } from "./arguments.ts";

const period = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, "0");

/** The parts of .NET's date formats that templates use, longest first. */
const parts: readonly (readonly [part: string, write: (at: Date) => string])[] = [
  ["yyyy", (at) => pad(at.getUTCFullYear(), 4)],
  ["yy", (at) => pad(at.getUTCFullYear() % 100)],
  ["MM", (at) => pad(at.getUTCMonth() + 1)],
  ["M", (at) => String(at.getUTCMonth() + 1)],
  ["dd", (at) => pad(at.getUTCDate())],
  ["d", (at) => String(at.getUTCDate())],
  ["HH", (at) => pad(at.getUTCHours())],
  ["H", (at) => String(at.getUTCHours())],
  ["mm", (at) => pad(at.getUTCMinutes())],
  ["m", (at) => String(at.getUTCMinutes())],
  ["ss", (at) => pad(at.getUTCSeconds())],
  ["s", (at) => String(at.getUTCSeconds())],
  ["fff", (at) => pad(at.getUTCMilliseconds(), 3)],
  ["Z", () => "Z"],
];
const inFormat = new RegExp(parts.map(([part]) => part).join("|"), "g");

/** .NET's standard formats, one letter each, as custom ones. */
const standard: Readonly<Record<string, string>> = {
  d: "MM/dd/yyyy",
  s: "yyyy-MM-ddTHH:mm:ss",
  u: "yyyy-MM-dd HH:mm:ssZ",
  o: "yyyy-MM-ddTHH:mm:ss.fff0000Z",
};

/** A time as a template writes it; as ISO 8601 without dashes where no format is given. */
export function formatTime(milliseconds: number, format = "yyyyMMddTHHmmssZ"): string {
  const at = new Date(milliseconds);
  const custom = format.length === 1 ? (standard[format] ?? format) : format;
  return custom.replace(inFormat, (found) => parts.find(([part]) => part === found)?.[1](at) ?? found);
}

/** A time out of a template's text; undefined when it is none. */
function readTime(text: string): number | undefined {
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [, year, month, day, hour, minute, second] = compact ?? [];
  const iso = compact === null ? text : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function add(from: number, duration: string): number | undefined {
  const found = period.exec(duration);
  if (found === null || /[PT]$/.test(duration)) return undefined;
  const [, minus, ...amounts] = found;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = amounts.map((one) =>
    Number(one ?? 0),
  );
  const sign = minus === undefined ? 1 : -1;
  const at = new Date(from);
  at.setUTCMonth(at.getUTCMonth() + sign * (12 * years + months));
  return at.getTime() + sign * ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** Functions of dates, by name in lower case. The present is not among them: only parameters' defaults know it. */
export const dateFunctions: Readonly<Record<string, PureFunction>> = {
  datetimeadd: {
    takes: [2, 3],
    run: (given, name) => {
      const base = readTime(asText(given, 0, name));
      if (base === undefined) throw wrong(name, 0, "a date and time");
      const sum = add(base, asText(given, 1, name));
      if (sum === undefined) throw wrong(name, 1, "a duration as ISO 8601 writes it");
      return formatTime(sum, given.length > 2 ? asText(given, 2, name) : undefined);
    },
  },
  datetimefromepoch: {
    takes: [1, 1],
    run: (given, name) => formatTime(asInteger(given, 0, name) * 1000, "yyyy-MM-ddTHH:mm:ssZ"),
  },
  datetimetoepoch: {
    takes: [1, 1],
    run: (given, name) => {
      const at = readTime(asText(given, 0, name));
      if (at === undefined) throw wrong(name, 0, "a date and time");
      return Math.floor(at / 1000);
    },
  },
};
