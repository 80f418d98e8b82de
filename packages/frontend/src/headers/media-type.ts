import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";

/**
 * Refuses a body that is not said to be JSON (ARM-HDR-07). Parameters after `;` do not matter; nothing at all may go without a type.
 * @throws CloudError 415.
 */
export function checkMediaType(header: string | undefined, bodyBytes: number): void {
  const type = (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || (type === "" && bodyBytes === 0)) return;
  throw new CloudError({ code: "UnsupportedMediaType", message: messages.mediaType(type) });
}
