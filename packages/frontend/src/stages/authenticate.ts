import { CloudError } from "@aro/api";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";
import type { Stage } from "./stage.ts";

/** 403 unless the connection's certificate is one of those that may make this call: the only 403 there is (ARM-HDR-05). */
export const authenticate: Stage = (exchange, { authorisers }) => {
  if (exchange.route?.caller === "anyone") return;
  const { certificate } = exchange.request.peer;
  const authoriser = isAdministration(exchange) ? authorisers.admin : authorisers.arm;
  if (certificate !== undefined && authoriser?.authorises(certificate) === true) return;
  throw new CloudError({ code: "Forbidden", message: messages.forbidden() });
};

/** Calls below /admin or in the version `admin` are for administrators alone (spec 01 §5). ARM's own notifications have no such version (ARM-URI-02). */
export function isAdministration({ segments, query, route }: Exchange): boolean {
  if (segments[0]?.toLowerCase() === "admin") return true;
  const versions = query.all("api-version");
  return route?.versions === "registered" && versions.length === 1 && versions[0] === "admin";
}
