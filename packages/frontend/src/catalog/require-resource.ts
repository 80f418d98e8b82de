import { CloudError } from "@aro/api";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";

/**
 * What the request's api-version makes of a resource of `type`.
 * @throws CloudError 400 InvalidResourceType when that version does not have the resource (spec 01 §1.1).
 */
export function requireResource<Show>({ version, parameters }: Exchange, show: Show | undefined, type: string): Show {
  if (show !== undefined) return show;
  const message = messages.apiVersion(type, parameters.namespace ?? "", version?.name ?? "");
  throw new CloudError({ code: "InvalidResourceType", message });
}
