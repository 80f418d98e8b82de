import type { Json, JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import type { ClusterRequest } from "../request.ts";
import { asDraft } from "../rules/rule.ts";
import type { Desired } from "./desired.ts";
import type { Change } from "./difference.ts";
import { fixedFindings, readOnlyFindings } from "./fixed.ts";
import { setOwn } from "./own-member.ts";
import { isWithin, type Path, patternOf, targetOf } from "./path.ts";
import { clusterView, type Prepared, storedView } from "./prepared.ts";

/** Everything that is wrong with what a request asks for: null where a value is needed, static rules, read-only members, fixed members (ARM-ERR-04). */
export function allFindings(
  version: Prepared,
  request: ClusterRequest,
  desired: Desired,
  changes: readonly Change[],
): Finding[] {
  const creating = request.stored === undefined;
  const nulls = nullFindings(request, desired.nulls);
  const input = {
    // On create rules also look at read-only members the body repeats.
    draft: asDraft(creating ? overlaid(desired.sent, desired.after) : desired.after),
    sent: asDraft(desired.sent),
    request,
    creating,
    shape: version.shape,
    stateName: (state: string) => version.manners.stateNames[state] ?? state,
  };
  const concerned = (reads: readonly string[]) =>
    changes.some(({ place: { pattern } }) => reads.some((read) => isWithin(pattern, read) || isWithin(read, pattern)));
  const broken = version.rules
    .filter((rule) => creating || rule.on === "request" || (rule.on === "change" && concerned(rule.reads)))
    .flatMap((rule) => rule.check(input))
    .filter((finding) => !nulls.some((other) => concernSame(finding, other)));
  if (request.stored === undefined) return [...nulls, ...withoutOurFault(broken)];

  const views = [storedView(version, request.stored), clusterView(version, request.shown ?? request.stored)];
  const told = [...nulls, ...broken];
  const fixed = fixedFindings(changes).filter((finding) => !told.some((other) => concernSame(finding, other)));
  return [
    ...nulls,
    ...broken,
    ...(request.method === "PATCH" ? readOnlyFindings(version.root, desired.sent, views) : []),
    ...fixed,
  ];
}

/** Whether one target lies at or below the other; targets of old spell some segments in other case. */
function concernSame(a: Finding, b: Finding): boolean {
  const [one, other] = [(a.target ?? "").toLowerCase(), (b.target ?? "").toLowerCase()];
  return isWithin(one, other) || isWithin(other, one);
}

const requiredObjects = [
  "properties",
  "properties.clusterProfile",
  "properties.networkProfile",
  "properties.masterProfile",
  "properties.apiserverProfile",
];
const identityEntry = "properties.platformWorkloadIdentityProfile.platformWorkloadIdentities{}";

/** `null` where a value is required (ARM-PUT-10; spec 01 §7.1 "null items"). In a PATCH a `null` entry of a map removes it. */
function nullFindings({ stored, method }: ClusterRequest, nulls: readonly Path[]): Finding[] {
  return nulls.flatMap((path): Finding[] => {
    const pattern = patternOf(path);
    const last = path.at(-1);
    if (requiredObjects.includes(pattern)) {
      const target = targetOf(path);
      return [{ code: "InvalidParameter", message: messages.required({ target }), target }];
    }
    if (stored === undefined || last === undefined) return [];
    if (pattern === "properties.ingressProfiles[]" && "index" in last && last.index === 0) {
      const target = "properties.ingressProfiles[0]";
      return [{ code: "InvalidParameter", message: messages.required({ target }), target }];
    }
    if (pattern === identityEntry && "key" in last && method === "PUT") {
      const target = `properties.platformWorkloadIdentityProfile.PlatformWorkloadIdentities[${last.key}]`;
      return [{ code: "InvalidParameter", message: messages.platformIdentityMissing({ name: last.key }), target }];
    }
    return [];
  });
}

/** `over` laid over `under`, object by object. */
function overlaid(under: JsonObject, over: JsonObject): JsonObject {
  const isObject = (value: Json | undefined): value is JsonObject =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (over === under) return under;
  const merged: JsonObject = { ...under };
  for (const name of Object.keys(over)) {
    const value = over[name];
    const below = Object.hasOwn(under, name) ? under[name] : undefined;
    // Lists are taken from below: there the items still have their read-only members.
    if (isObject(value) && isObject(below)) setOwn(merged, name, overlaid(below, value));
    else if (!Array.isArray(value)) setOwn(merged, name, value);
  }
  return merged;
}

/** That the region has no default version is said only to a caller whose request is otherwise in order (ARM-ERR-06). */
function withoutOurFault(findings: Finding[]): Finding[] {
  const users = findings.filter(({ code }) => code !== "InternalServerError");
  return users.length > 0 ? users : findings;
}
