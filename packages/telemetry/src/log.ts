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
  return new LineLog(destination, least, members({ service: options.service }));
}

/** One for each request: methods are shared, so that it costs what it is bound to and nothing more. */
class LineLog implements Log {
  readonly #destination: DestinationStream;
  readonly #least: number;
  readonly #bound: string;

  constructor(destination: DestinationStream, least: number, bound: string) {
    this.#destination = destination;
    this.#least = least;
    this.#bound = bound;
  }

  debug(event: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write("debug", event, fields);
  }

  info(event: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write("info", event, fields);
  }

  warn(event: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write("warn", event, fields);
  }

  error(event: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write("error", event, fields);
  }

  with(fields: Readonly<Record<string, unknown>>): Log {
    return new LineLog(this.#destination, this.#least, this.#bound + members(fields));
  }

  #write(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (logLevels.indexOf(level) >= this.#least) this.#destination.write(logLine(level, this.#bound, event, fields));
  }
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silentLog };
