import { type DestinationStream, pino } from "pino";

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
  const root = pino(
    {
      level: options.level,
      base: { service: options.service },
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause, err: pino.stdSerializers.errWithCause },
    },
    options.destination ?? pino.destination({ dest: 2, sync: false }),
  );
  const wrap = (at: typeof root): Log => ({
    debug: (event, fields) => at.debug(fields ?? {}, event),
    info: (event, fields) => at.info(fields ?? {}, event),
    warn: (event, fields) => at.warn(fields ?? {}, event),
    error: (event, fields) => at.error(fields ?? {}, event),
    with: (fields) => wrap(at.child(fields)),
  });
  return wrap(root);
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silentLog };
