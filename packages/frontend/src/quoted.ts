const longest = 120;
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A value of the caller's as it may stand in a message or a log line: quoted, without control characters, cut to 120 characters (spec 01 §5 "Log"). */
export const quoted = (value: string): string => `'${printable(value)}'`;

/** As {@link quoted}, without the quotes. */
export function printable(value: string, limit: number = longest): string {
  const clean = value.replace(controls, "");
  return clean.length > limit ? `${clean.slice(0, limit).toWellFormed()}…` : clean;
}
