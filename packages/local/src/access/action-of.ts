import { callKind } from "../wall/resource-path.ts";

/** What a call needs before ARM lets it through. */
export type Need =
  /** Nothing: tenant-wide lists, and the state of operations, whose ids nobody can guess. */
  | { is: "nothing" }
  /** Any role at the scope, above it or below it. */
  | { is: "any role"; scope: string }
  | {
      is: "action";
      action: string;
      /** What ARM's refusal names. */
      scope: string;
      /** For lists: where what is listed lies. Who may not read it all is shown what is theirs. */
      listed?: string;
    };

const nothing: Need = { is: "nothing" };

const verbs = { read: "read", write: "write", delete: "delete" } as const;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Collections below `locations` under which providers keep the state and the results of operations. */
const operations = [
  "operations",
  "operationresults",
  "operationstatuses",
  "operationsstatus",
  "asyncoperations",
  "diskoperations",
  "capsoperations",
];

/** What a call to ARM does to what, as roles name it. Addresses are read as the parts of ARM read them: decoded, many slashes for one. */
export function needOf(method: string, pathname: string): Need {
  const parts = pathname
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "")
    .split("/")
    .slice(1)
    .map(decode);
  const lower = parts.map((part) => part.toLowerCase());
  const kind = callKind(method);
  // Deployments may be addressed without their provider: …/resourcegroups/G/deployments/D.
  if (lower[2] === "resourcegroups" && lower[4] === "deployments") {
    parts.splice(4, 0, "providers", "Microsoft.Resources");
    lower.splice(4, 0, "providers", "microsoft.resources");
  }
  const last = lower.lastIndexOf("providers");
  // Features are addressed below the provider that has them: …/providers/Microsoft.Features/providers/NAMESPACE/features.
  const at = lower[last - 2] === "providers" && lower[last - 1] === "microsoft.features" ? last - 2 : last;
  if (at === 0 && tenantWide(lower, kind)) return nothing;
  if (lower[0] === "tenants" || (lower[0] === "subscriptions" && parts.length === 1)) return nothing;
  if (at < 0 || parts.length < at + 3) return ofResources(method, parts, lower);
  const scope = at === 0 ? "" : `/${parts.slice(0, at).join("/")}`;
  return ofProvider(method, scope, parts[at + 1] ?? "", parts.slice(at + 2), at === 2);
}

const everybodys = ["roledefinitions", "provideroperations", "policydefinitions", "policysetdefinitions"];

/** What everybody in the tenant may read: providers, their operations, the built-in roles and policies. */
const tenantWide = (lower: readonly string[], kind: string): boolean =>
  kind === "read" &&
  (lower.length <= 2 ||
    (lower.length === 3 && lower[2] === "operations") ||
    (lower[1] === "microsoft.authorization" && everybodys.includes(lower[2] ?? "")));

/** Subscriptions, resource groups and what ARM lists in them. */
function ofResources(method: string, parts: readonly string[], lower: readonly string[]): Need {
  const verb = verbs[callKind(method)];
  const subscription = `/${parts.slice(0, 2).join("/")}`;
  // Nothing of ARM lies elsewhere.
  if (lower[0] !== "subscriptions") return nothing;
  const rest = lower.slice(2);
  const group = `/${parts.slice(0, 4).join("/")}`;
  const action = (name: string, scope: string, listed?: string): Need => ({
    is: "action",
    action: `Microsoft.Resources/subscriptions/${name}`,
    scope,
    ...(listed === undefined || verb !== "read" ? {} : { listed }),
  });
  if (rest.length === 0) return verb === "read" ? { is: "any role", scope: subscription } : action(verb, subscription);
  if (rest[0] === "operationresults") return nothing;
  if (rest[0] === "resources") return action(`resources/${verb}`, subscription, subscription);
  if (rest[0] !== "resourcegroups") return action(`${rest[0]}/${verb}`, subscription);
  if (rest.length === 1) return action(`resourcegroups/${verb}`, subscription, subscription);
  if (rest.length === 2) return action(`resourcegroups/${method === "POST" ? "write" : verb}`, group);
  if (method === "POST") return action(`resourcegroups/${parts.slice(4).join("/")}/action`, group);
  if (rest[2] === "resources") return action(`resourcegroups/resources/${verb}`, group, group);
  return action(`resourcegroups/${parts.slice(4).join("/")}/${verb}`, group);
}

function ofProvider(
  method: string,
  scope: string,
  namespace: string,
  rest: readonly string[],
  ofSubscription: boolean,
): Need {
  const kind = callKind(method);
  const names = rest.map((part) => part.toLowerCase());
  if (kind === "read" && names[0] === "locations" && rest.length === 4 && operations.includes(names[2] ?? ""))
    return nothing;
  const types = rest.filter((_, index) => index % 2 === 0);
  const whole = `${scope}/providers/${namespace}/${rest.join("/")}`;
  const item = rest.length % 2 === 0;
  // What lies in a region is asked for at the subscription (seen: …/locations/…/versions/read over scope '/subscriptions/S').
  const inRegion = ofSubscription && names[0] === "locations";
  if (method === "POST" && !item) {
    const about = rest.length === 1 ? [] : rest.slice(0, -1);
    return {
      is: "action",
      action: `${[namespace, ...types].join("/")}/action`,
      scope: inRegion || about.length === 0 ? scope || "/" : `${scope}/providers/${namespace}/${about.join("/")}`,
    };
  }
  const action = `${[namespace, ...types].join("/")}/${verbs[kind]}`;
  if (item) return { is: "action", action, scope: whole };
  if (inRegion) return { is: "action", action, scope };
  const parent = rest.length === 1 ? `${scope}/providers/${namespace}` : whole.slice(0, whole.lastIndexOf("/"));
  return { is: "action", action, scope: parent, ...(rest.length === 1 && kind === "read" ? { listed: scope } : {}) };
}
