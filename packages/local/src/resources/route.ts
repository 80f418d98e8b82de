import { Refusal } from "../documents/refusal.ts";
import { fromSegments, type ResourceId } from "../documents/resource-id.ts";
import { remembered } from "../wall/remembered.ts";
import { polledCollections } from "./manners.ts";

/** What a path asks for. */
export type Route =
  | { kind: "groups"; subscription: string }
  | { kind: "group"; subscription: string; id: string; name: string }
  | { kind: "resources"; subscription: string; group: string }
  | { kind: "group-action"; name: string }
  | { kind: "item"; id: ResourceId }
  | { kind: "collection"; id: ResourceId }
  | { kind: "status"; subscription: string; namespace: string; collection: string; operation: string }
  | { kind: "foreign" };

function decode(part: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(part);
  } catch {
    throw new Refusal(400, "InvalidRequestUri", `The request URI segment '${part}' is not encoded as it should be.`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[<>%&\\?/\u0000-\u001f]/.test(plain) || plain === "" || plain === "." || plain === "..")
    throw new Refusal(
      400,
      "InvalidResourceName",
      `The resource name '${part}' contains characters that are not allowed.`,
    );
  return plain;
}

/** What a path asks for, or `foreign` when it is no path of ours. */
function route(path: string): Route {
  // ARM takes many slashes for one: SDKs put a scope that begins with one behind another, and leave an empty parent between two.
  const raw = path
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "")
    .split("/")
    .slice(1);
  const first = (raw[0] ?? "").toLowerCase();
  if (first !== "subscriptions" && first !== "providers") return { kind: "foreign" };
  const parts = raw.map(decode);
  // Operations of deployments are addressed without a provider: …/resourcegroups/G/deployments/D/operations.
  if (parts[4]?.toLowerCase() === "deployments" && parts[2]?.toLowerCase() === "resourcegroups")
    parts.splice(4, 0, "providers", "Microsoft.Resources");
  const lower = parts.map((part) => part.toLowerCase());
  const last = lower.lastIndexOf("providers");
  // Features are listed below the provider that has them: …/providers/Microsoft.Features/providers/NAMESPACE/features.
  const providers = lower[last - 2] === "providers" && lower[last - 1] === "microsoft.features" ? last - 2 : last;
  const subscription = first === "subscriptions" ? (lower[1] ?? "") : "";
  if (providers < 0) {
    if (subscription === "") return { kind: "foreign" };
    if (lower[2] === "resources" && parts.length === 3) return { kind: "resources", subscription, group: "" };
    if (lower[2] === "operationresults" && parts.length === 4)
      return { kind: "status", subscription, namespace: "", collection: lower[2], operation: parts[3] ?? "" };
    if (lower[2] !== "resourcegroups") return { kind: "foreign" };
    if (parts.length === 3) return { kind: "groups", subscription };
    const name = parts[3] ?? "";
    if (parts.length === 4) return { kind: "group", subscription, id: `/${parts.join("/")}`, name };
    if (lower[4] === "resources" && parts.length === 5)
      return { kind: "resources", subscription, group: `/${lower.slice(0, 4).join("/")}` };
    return { kind: "group-action", name: parts.slice(4).join("/") };
  }
  const namespace = parts[providers + 1];
  const rest = parts.slice(providers + 2);
  if (namespace === undefined || rest.length === 0) return { kind: "foreign" };
  const scope = providers === 0 ? "" : `/${parts.slice(0, providers).join("/")}`;
  if (rest[0]?.toLowerCase() === "locations" && rest.length === 4) {
    const collection = (rest[2] ?? "").toLowerCase();
    if (polledCollections.has(collection))
      return { kind: "status", subscription, namespace: namespace.toLowerCase(), collection, operation: rest[3] ?? "" };
  }
  const id = fromSegments(scope, namespace, rest, `/${parts.join("/")}`);
  return rest.length % 2 === 0 ? { kind: "item", id } : { kind: "collection", id };
}

/** {@link route}, with what paths came to remembered. */
export const createRoutes = (): typeof route => remembered(route);
