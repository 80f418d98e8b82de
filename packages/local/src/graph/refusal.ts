import { json } from "../wall/answers.ts";
import type { WallResponse } from "../wall/wall.ts";

/** Why Graph does not do what it is asked: thrown where it is found, told in Graph's envelope. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "GraphRefusal";
    this.status = status;
    this.code = code;
  }
}

/** What is wrong with a body or an address. */
export const badRequest = (message: string): GraphRefusal => new GraphRefusal(400, "Request_BadRequest", message);

/** A query that is not understood, named. */
export const unsupportedQuery = (message: string): GraphRefusal =>
  new GraphRefusal(400, "Request_UnsupportedQuery", message);

/** An object that is not there, or not seen yet. */
export const notFound = (id: string): GraphRefusal =>
  new GraphRefusal(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** A segment of an address that leads nowhere. */
export const unknownSegment = (segment: string): GraphRefusal =>
  new GraphRefusal(400, "BadRequest", `Resource not found for the segment '${segment}'.`);

/** The caller may not. */
export const denied = (): GraphRefusal =>
  new GraphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

/** What an answer can be found by. */
export interface GraphTrace {
  requestId: string;
  clientRequestId: string;
  now: number;
}

/** Graph's error envelope. */
export function graphError(
  { status, code, message }: { status: number; code: string; message: string },
  { requestId, clientRequestId, now }: GraphTrace,
  headers: Readonly<Record<string, string>> = {},
): WallResponse {
  const date = new Date(now).toISOString().slice(0, 19);
  const innerError = { date, "request-id": requestId, "client-request-id": clientRequestId };
  return json(status, { error: { code, message, innerError } }, headers);
}
