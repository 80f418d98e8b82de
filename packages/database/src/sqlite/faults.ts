import { StoreUnavailable } from "../store.ts";

/** Why a database file cannot be used at all; trying again without a person's help is of no use. */
export type DatabaseFault = "missingFolder" | "notADatabase" | "damaged" | "readOnly" | "cannotOpen" | "newerSchema";

/** The database file cannot be used; the message names the file, what is wrong and what to do. */
export class DatabaseUnusable extends Error {
  readonly fault: DatabaseFault;
  constructor(fault: DatabaseFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "DatabaseUnusable";
    this.fault = fault;
  }
}

/** SQLite's primary result codes that mean something to us (https://sqlite.org/rescode.html). */
const code = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
};

/** The primary result code of an error thrown by `node:sqlite`, undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

/** Another connection holds the lock for now. */
export function isBusy(error: unknown): boolean {
  const result = resultCode(error);
  return result === code.busy || result === code.locked;
}

/** A unique index or a primary key refused the row. */
export const isConstraint = (error: unknown): boolean => resultCode(error) === code.constraint;

/** What the caller of the store sees of an error that SQLite gave; errors that are not SQLite's pass unchanged. */
export function translated(error: unknown, path: string): unknown {
  const cause = { cause: error };
  const text = error instanceof Error ? error.message : String(error);
  switch (resultCode(error)) {
    case undefined:
      return error;
    case code.full:
      return new StoreUnavailable(`the disk that holds the database ${path} is full; free some space`, cause);
    case code.corrupt:
      return new DatabaseUnusable(
        "damaged",
        `the database ${path} is damaged (${text}); restore it from a copy, or remove it with its -wal and -shm files to begin anew`,
        cause,
      );
    case code.notADatabase:
      return new DatabaseUnusable("notADatabase", `${path} is not a database; choose another path`, cause);
    case code.readOnly:
      return new DatabaseUnusable(
        "readOnly",
        `the database ${path} cannot be written; the process needs write permission for the file and its folder`,
        cause,
      );
    case code.cannotOpen:
      return new DatabaseUnusable("cannotOpen", `the database ${path} cannot be opened (${text})`, cause);
    case code.busy:
    case code.locked:
      return new StoreUnavailable(`the database ${path} is locked by another process`, cause);
    case code.ioError:
      return new StoreUnavailable(`the disk that holds the database ${path} fails (${text})`, cause);
    default:
      return new StoreUnavailable(`the database ${path} cannot answer (${text})`, cause);
  }
}
