import { isoTime, systemClock } from "@aro/runtime";
import { pino } from "pino";

/** Members that are errors by name: they print with their stack and their causes. */
const errorMembers = ["error", "err"] as const;

/**
 * One line: level, time, what `bound` says, the fields, the event. It is put together of what `JSON.stringify` makes of all fields at once;
 * pino's own way, member by member, takes eight times as long, and there is a line for every request.
 */
export const logLine = (level: string, bound: string, event: string, fields: Fields | undefined): string =>
  `{"level":"${level}","time":"${isoTime(systemClock.now())}"${bound}${members(fields)},"event":${JSON.stringify(event)}}\n`;

type Fields = Readonly<Record<string, unknown>>;

/** The members of a JSON object as they follow others: with a comma before each, without braces. */
export function members(fields: Fields | undefined): string {
  if (fields === undefined) return "";
  const text = textOf(withErrors(fields));
  return text === "{}" ? "" : `,${text.slice(1, -1)}`;
}

function withErrors(fields: Fields): Fields {
  const named = errorMembers.filter((name) => fields[name] instanceof Error);
  if (named.length === 0) return fields;
  const shown = named.map((name) => [name, pino.stdSerializers.errWithCause(fields[name] as Error)] as const);
  return { ...fields, ...Object.fromEntries(shown) };
}

/** A field that is no JSON — it contains itself, or a bigint — must not cost the line. */
function textOf(fields: Fields): string {
  try {
    return JSON.stringify(fields);
  } catch {
    const each = Object.entries(fields).map(([name, value]) => [name, printable(value)] as const);
    return JSON.stringify(Object.fromEntries(each));
  }
}

function printable(value: unknown): unknown {
  try {
    JSON.stringify(value);
    return value;
  } catch (error) {
    return `[not JSON: ${String(error)}]`;
  }
}
