import type { WallResponse } from "../wall/wall.ts";
import type { BlobCall } from "./call.ts";
import type { StorageRefusal } from "./failures.ts";
import { textTag, xmlHead } from "./xml.ts";

const nothing = new Uint8Array();

/** An answer without a body. */
export const done = (status: number, headers: Readonly<Record<string, string>> = {}): WallResponse => ({
  status,
  headers,
  body: nothing,
});

/** An answer in XML; `content` is markup without its declaration. */
export const xmlAnswer = (
  status: number,
  content: string,
  headers: Readonly<Record<string, string>> = {},
): WallResponse => ({
  status,
  headers: { "content-type": "application/xml", ...headers },
  body: Buffer.from(`${xmlHead}${content}`),
});

/** A refusal as the blob service writes it. */
export function refusalAnswer(
  refusal: StorageRefusal,
  call: { requestId: string; now: number; head: boolean },
): WallResponse {
  const { code, status, message, details } = refusal;
  const headers = { "x-ms-error-code": code };
  if (call.head || status === 304) return done(status, headers);
  const text = `${message}\nRequestId:${call.requestId}\nTime:${new Date(call.now).toISOString().replace("Z", "0000Z")}`;
  const more = Object.entries(details).map(([name, value]) => textTag(name, value));
  return xmlAnswer(
    status,
    `<Error>${textTag("Code", code)}${textTag("Message", text)}${more.join("")}</Error>`,
    headers,
  );
}

/** A date as headers carry it. */
export const httpDate = (milliseconds: number): string => new Date(milliseconds).toUTCString();

/** Entity tag and last change, as nearly every answer has them. */
export const tagHeaders = ({ etag, changedAt }: { etag: string; changedAt: number }): Record<string, string> => ({
  etag,
  "last-modified": httpDate(changedAt),
});

/** Says that what was written is encrypted, as every account's blobs are. */
export const encrypted = { "x-ms-request-server-encrypted": "true" } as const;

/** Whether only the head of an answer is wanted. */
export const isHead = ({ request }: Pick<BlobCall, "request">): boolean => request.method === "HEAD";
