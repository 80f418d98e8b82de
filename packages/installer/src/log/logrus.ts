import type { Log } from "@aro/telemetry";

export const logrusLevels = ["debug", "info", "warning", "error"] as const;
export type LogrusLevel = (typeof logrusLevels)[number];

/**
 * Lines as OpenShift's installer writes them to a pipe: `level=LEVEL msg=TEXT`, the text unquoted, each line of it with the level in front. Hive
 * and the service look for regular expressions in them (spec 03 §7.6).
 */
export interface LogrusLog {
  debug(text: string): void;
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
}

/** A log of lines from `least` on. */
export function createLogrus(write: (text: string) => void, least: LogrusLevel): LogrusLog {
  const at = (level: LogrusLevel) => (text: string) => {
    if (logrusLevels.indexOf(level) < logrusLevels.indexOf(least)) return;
    const lines = text.split(/\r?\n/).filter((line) => line !== "");
    write(lines.map((line) => `level=${level} msg=${line}\n`).join(""));
  };
  return { debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") };
}

/** The log of this house's parts, as such lines: the event, then its fields as JSON. Secrets print as `[secret]`. */
export function asLog(logrus: LogrusLog, bound: Readonly<Record<string, unknown>> = {}): Log {
  const line = (event: string, fields?: Readonly<Record<string, unknown>>): string => {
    const all = Object.entries({ ...bound, ...fields }).map(([name, value]) => [
      name,
      value instanceof Error ? value.message : value,
    ]);
    return all.length === 0 ? event : `${event} ${JSON.stringify(Object.fromEntries(all))}`;
  };
  return {
    debug: (event, fields) => logrus.debug(line(event, fields)),
    info: (event, fields) => logrus.debug(line(event, fields)),
    warn: (event, fields) => logrus.warning(line(event, fields)),
    error: (event, fields) => logrus.error(line(event, fields)),
    with: (fields) => asLog(logrus, { ...bound, ...fields }),
  };
}
