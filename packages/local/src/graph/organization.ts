import { answer, type GraphHandler } from "./call.ts";
import { readQuery } from "./query.ts";

/** `GET /organization`: the one tenant, with the one domain of its people. */
export const listOrganization: GraphHandler = (call) => {
  readQuery(call.request, ["$select"]);
  const { tenantId, suffix } = call.deps;
  const domain = { capabilities: "Email", isDefault: true, isInitial: true, name: suffix, type: "Managed" };
  const one = { id: tenantId, displayName: "aro local", tenantType: "AAD", verifiedDomains: [domain] };
  return answer(call, "organization", { value: [one] });
};
