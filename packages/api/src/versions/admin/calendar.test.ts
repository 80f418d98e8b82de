import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCalendar } from "./calendar.ts";

test("parts are lists or asterisks; weekdays are whole or three letters, in any case", () => {
  assert.deepEqual(parseCalendar("*-*-* *:*"), {});
  assert.deepEqual(parseCalendar("Mon,friday 2026,2027-1-31 0,23:15:00"), {
    weekdays: [1, 5],
    years: [2026, 2027],
    months: [1],
    days: [31],
    hours: [0, 23],
    minutes: [15],
  });
  assert.deepEqual(parseCalendar("*-12-* 02:30:0"), { months: [12], hours: [2], minutes: [30] });
});

for (const text of [
  "",
  "tomorrow",
  "2025-1-1 0:0",
  "*-0-1 0:0",
  "*-13-1 0:0",
  "*-1-32 0:0",
  "*-1-0 0:0",
  "*-1-1 24:0",
  "*-1-1 0:10",
  "*-1-1 0:60",
  "*-1-1 0:0:30",
  "Mo *-*-* 0:0",
  "Mon, *-*-* 0:0",
  "*,1-*-* 0:0",
  "*-1,-* 0:0",
  "*-*-*  0:0",
])
  test(`'${text}' is no calendar`, () => assert.equal(parseCalendar(text), undefined));
