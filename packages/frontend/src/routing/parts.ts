import { CloudError, clusterType, type ErrorCode, lastSegment, providerNamespace } from "@aro/api";
import { messages } from "../messages.ts";
import type { Parameters, PartName } from "./parameters.ts";

interface PartRule {
  part: PartName;
  holds: (value: string, settings: { location: string }) => boolean;
  code: ErrorCode;
  message: (value: string, settings: { location: string }) => string;
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const armName = /^[-a-z0-9_().]{0,89}[-a-z0-9_()]$/i;
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** What each part of a path must be, in the order in which they are checked, after routing (spec 01 §5 "Validate", ARM-URI-05). All answer 400. */
const partRules: readonly PartRule[] = [
  {
    part: "subscriptionId",
    holds: (value) => guid.test(value),
    code: "InvalidSubscriptionID",
    message: messages.subscriptionId,
  },
  {
    part: "resourceGroupName",
    holds: (value) => armName.test(value),
    code: "ResourceGroupNotFound",
    message: messages.resourceGroup,
  },
  {
    part: "namespace",
    holds: (value) => same(value, providerNamespace),
    code: "InvalidResourceNamespace",
    message: messages.namespace,
  },
  {
    part: "resourceType",
    holds: (value) => same(value, lastSegment(clusterType)),
    code: "InvalidResourceType",
    message: messages.resourceType,
  },
  {
    part: "resourceName",
    holds: (value) => armName.test(value),
    code: "ResourceNotFound",
    message: messages.resourceName,
  },
  {
    part: "location",
    holds: (value, { location }) => same(value, location),
    code: "InvalidLocation",
    message: (value, { location }) => messages.location(value, location),
  },
  {
    part: "operationId",
    holds: (value) => guid.test(value),
    code: "InvalidOperationID",
    message: messages.operationId,
  },
];

/** @throws CloudError 400 for the first part that breaks its rule. */
export function checkParts(parameters: Parameters, settings: { location: string }): void {
  for (const rule of partRules) {
    const value = parameters[rule.part];
    if (value === undefined || rule.holds(value, settings)) continue;
    throw new CloudError({ code: rule.code, message: rule.message(value, settings) }, { status: 400 });
  }
}
