import { lastLines } from "./log-tail.ts";

/** What a process said of why it ended: of its last lines the last that speaks of an error, without the log's wrapping; undefined when it said nothing. */
export function lastWords(path: string): string | undefined {
  const lines = lastLines(path, 20);
  const line =
    lines.findLast((one) => /error|problem|cannot|in use/i.test(one) && !/^\s+at /.test(one)) ?? lines.at(-1);
  return line === undefined ? undefined : unwrapped(line).slice(0, 300);
}

/** The event and error of a log line; any other line as it is. */
function unwrapped(line: string): string {
  try {
    const { event, error } = JSON.parse(line) as { event?: string; error?: { message?: string } };
    const parts = [event, error?.message].filter((part) => part !== undefined);
    return parts.length === 0 ? line : parts.join(": ");
  } catch {
    return line.trim();
  }
}
