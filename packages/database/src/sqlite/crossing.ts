import { StoreUnavailable } from "../store.ts";
import { type DatabaseFault, DatabaseUnusable } from "./faults.ts";

/** An error as plain data, to be thrown in another thread. */
export interface PlainError {
  name: string;
  message: string;
  stack?: string | undefined;
  fault?: DatabaseFault;
  cause?: PlainError;
}

/** What is left of `error` when it crosses to another thread: its kind, its words, its causes. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...(error instanceof DatabaseUnusable ? { fault: error.fault } : {}),
    ...(cause === undefined ? {} : { cause: plainError(cause) }),
  };
}

/** The error again, of the class it had where callers of the store tell it by its class. */
export function arrivedError({ name, message, stack, fault, cause }: PlainError): Error {
  const options = cause === undefined ? {} : { cause: arrivedError(cause) };
  if (fault !== undefined) return new DatabaseUnusable(fault, message, options);
  if (name === "StoreUnavailable") return new StoreUnavailable(message, options);
  const error = new Error(message, options);
  error.name = name;
  // Where it was thrown, not where it arrived.
  if (stack !== undefined) error.stack = stack;
  return error;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a line of the log whose error is to cross. */
export const plainFields = (fields: Fields = {}): Fields =>
  fields["error"] === undefined ? fields : { ...fields, error: plainError(fields["error"]) };

/** The fields again. */
export const arrivedFields = (fields: Fields): Fields =>
  fields["error"] === undefined ? fields : { ...fields, error: arrivedError(fields["error"] as PlainError) };
