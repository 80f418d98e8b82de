import { CloudError } from "@aro/api";
import type { Exchange, FrontendRequest } from "../exchange.ts";
import { checkMediaType } from "../headers/media-type.ts";
import { messages } from "../messages.ts";
import type { Stage } from "./stage.ts";

/** Largest body, in bytes (spec 01 §5 row 8). */
export const bodyLimit = 1_048_576;

/** Reads the body where the route takes one: at most 1 MiB, in JSON (ARM-HDR-07). Other bodies are left alone (ARM-DEL-01). */
export const body: Stage = (exchange) => (exchange.route?.body === "json" ? readJson(exchange) : undefined);

async function readJson(exchange: Exchange): Promise<void> {
  exchange.body = await read(exchange.request);
  checkMediaType(exchange.request.headers["content-type"], exchange.body.byteLength);
}

async function read({ body: source }: FrontendRequest): Promise<Uint8Array> {
  if (source === undefined) return new Uint8Array();
  const bytes = source instanceof Uint8Array ? source : await source.read(bodyLimit);
  if (bytes === "broken") throw new CloudError({ code: "InvalidResource", message: messages.bodyUnreadable() });
  // The classic API keeps 400 InvalidResource where 413 would be usual (ARM-HDR-07).
  if (bytes === "tooLarge" || bytes.byteLength > bodyLimit)
    throw new CloudError({ code: "InvalidResource", message: messages.bodyTooLarge(bodyLimit) });
  return bytes;
}
