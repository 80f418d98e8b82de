import type { DestinationStream } from "pino";
import { logLine, members } from "./line.ts";
import { standardError } from "./standard-error.ts";

/** Structured log: events with stable names and fields. Secrets are `Secret` values, which print as `[secret]`. */
export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** The same log with these fields on every line. */
  with(fields: Readonly<Record<string, unknown>>): Log;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log that writes JSON lines to `destination` (stderr when absent): `time` (RFC 3339), `level`, `service`, `event`, fields. */
export function createLog(options: { service: string; level: LogLevel; destination?: DestinationStream }): Log {
  const { destination = standardError() } = options;
  const least = logLevels.indexOf(options.level);
  const from = (bound: string): Log => {
    const at = (level: LogLevel): Log["info"] =>
      logLevels.indexOf(level) < least
        ? () => {}
        : (event, fields) => destination.write(logLine(level, bound, event, fields));
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      with: (fields) => from(bound + members(fields)),
    };
  };
  return from(members({ service: options.service }));
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silentLog };
