import { CloudError } from "@aro/api";
import type { Exchange } from "../exchange.ts";
import { checkContentEncoding, checkMediaType } from "../headers/media-type.ts";
import { messages } from "../messages.ts";
import type { BodySource, FrontendRequest } from "../request.ts";
import { DeadlinePassed, within } from "../within.ts";
import type { Stage, StageDeps } from "./stage.ts";

/** Largest body, in bytes (spec 01 §5 row 8). */
const bodyLimit = 1_048_576;

/** Reads the body where the route takes one: at most 1 MiB, in JSON (ARM-HDR-07). Other bodies are left alone (ARM-DEL-01). */
export const body: Stage = (exchange, deps) => (exchange.route?.body === "json" ? readJson(exchange, deps) : undefined);

async function readJson(exchange: Exchange, deps: StageDeps): Promise<void> {
  exchange.body = await read(exchange.request, deps);
  checkContentEncoding(exchange.request.headers["content-encoding"], exchange.body.byteLength);
  checkMediaType(exchange.request.headers["content-type"], exchange.body.byteLength);
}

async function read({ body: source }: FrontendRequest, deps: StageDeps): Promise<Uint8Array> {
  if (source === undefined) return new Uint8Array();
  const bytes = source instanceof Uint8Array ? source : await arrived(source, deps);
  if (bytes === "broken") throw new CloudError({ code: "InvalidResource", message: messages.bodyUnreadable() });
  // The classic API keeps 400 InvalidResource where 413 would be usual (ARM-HDR-07).
  if (bytes === "tooLarge" || bytes.byteLength > bodyLimit)
    throw new CloudError({ code: "InvalidResource", message: messages.bodyTooLarge(bodyLimit) });
  return bytes;
}

/** A caller who does not send what he announced is at fault himself: that is no 5xx (ARM-ERR-06). */
async function arrived(
  source: BodySource,
  { clock, durations }: StageDeps,
): Promise<Uint8Array | "tooLarge" | "broken"> {
  try {
    return await within(clock, durations.dependencyDeadline, "the body", source.read(bodyLimit));
  } catch (error) {
    if (error instanceof DeadlinePassed) return "broken";
    throw error;
  }
}
