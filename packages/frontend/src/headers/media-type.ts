import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";

/**
 * Refuses a body that is compressed, whatever its bytes are: nothing here unpacks one (RFC 9110 §15.5.16).
 * @throws CloudError 415.
 */
export function checkContentEncoding(header: string | undefined, bodyBytes: number): void {
  const encoding = (header ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity" || bodyBytes === 0) return;
  throw new CloudError({ code: "UnsupportedMediaType", message: messages.contentEncoding(encoding) });
}

/**
 * Refuses a body that is not said to be JSON (ARM-HDR-07). Parameters after `;` do not matter; nothing at all may go without a type.
 * @throws CloudError 415.
 */
export function checkMediaType(header: string | undefined, bodyBytes: number): void {
  const type = (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || (type === "" && bodyBytes === 0)) return;
  throw new CloudError({ code: "UnsupportedMediaType", message: messages.mediaType(type) });
}
