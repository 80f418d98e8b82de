import { CloudError, type Finding, type OpenShiftCluster } from "@aro/api";
import { messages } from "../messages.ts";
import { type Standing, standingOf } from "./standing.ts";

/** What a valid PUT or PATCH of an existing cluster leads to. */
export type Course =
  /** It asks for what is stored: no operation, nothing written (ARM-PUT-04). */
  | { leadsTo: "nothing" }
  /** It changes tags alone: stored at once, the cluster is not touched (ARM-PAT-04). */
  | { leadsTo: "tags" }
  | { leadsTo: "operation"; kind: "Creating" | "Updating" }
  /** The operation that runs brings about just this (ARM-PUT-12). */
  | { leadsTo: "join" }
  | { leadsTo: "refusal"; error: CloudError };

/** Decides, from the method, where the cluster stands, and which members would change (JSON pointers of the internal model). */
export function courseOf(
  method: "PUT" | "PATCH",
  { properties }: OpenShiftCluster,
  changed: readonly string[],
  supported: ReadonlySet<string>,
): Course {
  const standing = standingOf(properties);
  const refusal = (message: string): Course => ({
    leadsTo: "refusal",
    error: new CloudError({ code: "RequestNotAllowed", message }),
  });
  if (standing === "running") {
    const joins = changed.length === 0 && properties.provisioningState !== "Deleting";
    return joins ? { leadsTo: "join" } : { leadsTo: "refusal", error: busy({ properties }) };
  }
  // A PUT may always overwrite: it repeats what failed, even where it asks for nothing else than before (ARM-PUT-13).
  if (method === "PUT" && standing === "createFailed") return { leadsTo: "operation", kind: "Creating" };
  if (changed.length === 0 && !repeatsUpdate(method, standing, supported)) return { leadsTo: "nothing" };
  if (changed.length > 0 && changed.every(isTag)) return { leadsTo: "tags" };
  if (standing === "createFailed") return refusal(messages.createFailed());
  if (standing === "deleteFailed") return refusal(messages.deleteFailed());
  const unsupported = changed.filter((pointer) => !isTag(pointer) && !isSupported(pointer, supported));
  const [first, ...others] = unsupported.map(unsupportedFinding);
  if (first !== undefined) return { leadsTo: "refusal", error: CloudError.ofFindings([first, ...others]) };
  return { leadsTo: "operation", kind: "Updating" };
}

/** Another operation runs; at most one may (ARM-ASY-11). */
export const busy = ({ properties }: Pick<OpenShiftCluster, "properties">): CloudError =>
  new CloudError({ code: "RequestNotAllowed", message: messages.busy(properties.provisioningState) });

const repeatsUpdate = (method: "PUT" | "PATCH", standing: Standing, supported: ReadonlySet<string>): boolean =>
  method === "PUT" && standing === "updateFailed" && supported.size > 0;

const isTag = (pointer: string): boolean => pointer === "/tags";

const isSupported = (pointer: string, supported: ReadonlySet<string>): boolean =>
  [...supported].some((prefix) => pointer === prefix || pointer.startsWith(`${prefix}/`));

function unsupportedFinding(pointer: string): Finding {
  const target = targetOf(pointer);
  return { code: "InvalidParameter", message: messages.changeUnsupported(target), target };
}

/** The member as callers know it: in dots, and the identity by its outer name. Pointers end at lists and maps. */
const targetOf = (pointer: string): string =>
  pointer
    .slice(1)
    .replaceAll("/", ".")
    .replace(/^managedServiceIdentity\b/, "identity");
