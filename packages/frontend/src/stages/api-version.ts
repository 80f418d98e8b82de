import { CloudError } from "@aro/api";
import { adminVersion } from "@aro/api/versions";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";
import type { Stage } from "./stage.ts";

/** 400 unless the call names exactly one api-version, of those that its route has (ARM-URI-01, ARM-URI-02). */
export const apiVersion: Stage = (exchange, { versions }) => {
  const given = exchange.query.all("api-version");
  switch (exchange.route?.versions) {
    case "registered": {
      const [name = ""] = given;
      // Who asks for it has shown an administrator's certificate by now.
      const isAdmin = exchange.route.adminVersion === true && name === adminVersion.name;
      const version = isAdmin ? adminVersion : versions.get(name);
      if (given.length > 1 || version === undefined) throw unknown(exchange, given);
      exchange.version = version;
      return;
    }
    case "system":
      if (given.length !== 1 || given[0] !== "2.0")
        throw new CloudError({ code: "InvalidResourceType", message: messages.systemVersion(given.join(", ")) });
      return;
    case "any":
    case undefined:
      return;
  }
};

function unknown({ parameters, segments }: Exchange, given: readonly string[]): CloudError {
  const { namespace = "" } = parameters;
  const type = parameters.resourceType ?? collectionBelowLocation(segments);
  const message =
    given.length > 1
      ? messages.apiVersionRepeated(type, namespace, given)
      : messages.apiVersion(type, namespace, given[0] ?? "");
  return new CloudError({ code: "InvalidResourceType", message });
}

/** Routes below a location have no resource type of their own; the collection's name, which follows the region's, says what was asked for. */
function collectionBelowLocation(segments: readonly string[]): string {
  const at = segments.findIndex((segment) => segment.toLowerCase() === "locations");
  return (at < 0 ? segments.at(-2) : segments[at + 2]) ?? "";
}
