import type { Clock } from "@aro/runtime";
import type { Kind } from "../kinds/kind.ts";
import type { WatchEvent } from "../registry/registry.ts";
import type { Form } from "./negotiate.ts";
import { type Included, metadataOnly, table } from "./table.ts";

/** Events as lines of JSON, in the form that the client wants. */
export async function* watchText(
  events: AsyncIterable<WatchEvent>,
  { kind, form, clock, include }: { kind: Kind; form: Form; clock: Clock; include?: Included },
): AsyncIterable<string> {
  let headers = true;
  for await (const event of events) {
    if (event.type === "ERROR") {
      yield `${JSON.stringify({ type: "ERROR", object: event.status.toJSON() })}\n`;
      continue;
    }
    const { type, shown } = event;
    if (form === "object") {
      yield `{"type":"${type}","object":${shown.text}}\n`;
      continue;
    }
    const object = shown.object();
    const made =
      form === "metadata"
        ? metadataOnly(object)
        : table(
            kind,
            type === "BOOKMARK" ? [] : [object],
            { resourceVersion: object.metadata.resourceVersion },
            {
              now: clock.now(),
              headers,
              ...(include === undefined ? {} : { include }),
            },
          );
    headers = false;
    yield `${JSON.stringify({ type, object: made })}\n`;
  }
}
