/** When maintenance is due: `[WEEKDAYS ]YEAR-MONTH-DAY HOUR:MINUTE[:SECOND]`; each part is `*` (undefined here) or a list (spec 01 §7.10). */
export interface Calendar {
  /** 0 is Sunday. */
  weekdays?: readonly number[];
  years?: readonly number[];
  months?: readonly number[];
  days?: readonly number[];
  hours?: readonly number[];
  minutes?: readonly number[];
}

const weekdayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const form =
  /^(?:(?<weekdays>[a-z,]+) )?(?<years>[\d,*]+)-(?<months>[\d,*]+)-(?<days>[\d,*]+) (?<hours>[\d,*]+):(?<minutes>[\d,*]+)(?::(?<seconds>\d+))?$/i;

/** The parts of a date and a time, and what each may be. */
const parts: readonly { name: Exclude<keyof Calendar, "weekdays">; allows: (value: number) => boolean }[] = [
  { name: "years", allows: (value) => value >= 2026 },
  { name: "months", allows: (value) => value >= 1 && value <= 12 },
  { name: "days", allows: (value) => value >= 1 && value <= 31 },
  { name: "hours", allows: (value) => value <= 23 },
  { name: "minutes", allows: (value) => value <= 45 && value % 15 === 0 },
];

/** `text` as a calendar, or undefined when it is none. */
export function parseCalendar(text: string): Calendar | undefined {
  const found = form.exec(text)?.groups;
  if (found === undefined) return undefined;
  if (!["", "0", "00"].includes(found["seconds"] ?? "")) return undefined;
  const calendar: Calendar = {};
  if (found["weekdays"] !== undefined) {
    const weekdays = found["weekdays"].split(",").map(weekday);
    if (weekdays.includes(-1)) return undefined;
    calendar.weekdays = weekdays;
  }
  for (const { name, allows } of parts) {
    const written = found[name] ?? "";
    if (written === "*") continue;
    const values = written.split(",").map((one) => (/^\d+$/.test(one) ? Number(one) : Number.NaN));
    if (!values.every((value) => allows(value))) return undefined;
    calendar[name] = values;
  }
  return calendar;
}

/** Whole names, or their first three letters. */
const weekday = (name: string): number =>
  weekdayNames.findIndex((whole) => whole === name.toLowerCase() || whole.slice(0, 3) === name.toLowerCase());
