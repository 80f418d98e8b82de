import type { WallResponse } from "./wall.ts";

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/** An answer whose body is `value` as JSON. */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): WallResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: encoder.encode(JSON.stringify(value)),
});

/** An answer without a body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): WallResponse => ({
  status,
  headers,
  body: nothing,
});

/** ARM's error envelope (ARM-ERR-01). */
export const armError = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): WallResponse => json(status, { error: { code, message } }, headers);

/** The same answer with more headers; those of `headers` win. */
export const withHeaders = (answer: WallResponse, headers: Readonly<Record<string, string>>): WallResponse => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** A body read as a JSON object; undefined when it is anything else. */
export function readObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
