import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { defaultOperatorFlags } from "../operator-flags.ts";
import { asDraft } from "../rules/rule.ts";
import type { ClusterRequest, Judgement } from "../version.ts";
import { applied } from "./apply.ts";
import { type Contract, internalName } from "./contract.ts";
import { withDefaults } from "./defaults.ts";
import { type Desired, desiredOf } from "./desired.ts";
import { type Change, differences } from "./difference.ts";
import { fixedFindings, readOnlyFindings } from "./fixed.ts";
import { isWithin, type Path, patternOf, targetOf } from "./path.ts";
import { typeFindings } from "./type-check.ts";
import { externalView } from "./view.ts";

/** More would only make the answer long (ARM-HDR-09). */
const mostFindings = 100;

/** What a PUT or PATCH asks for under `contract`: every finding at once, or the internal model it leads to. */
export function judge(contract: Contract, request: ClusterRequest): Judgement {
  const { stored, method } = request;
  const wrongTypes = typeFindings(contract.validate, contract.shape, request.body);
  if (wrongTypes.length > 0) return refused(wrongTypes);
  if (stored === undefined && method === "PATCH")
    return refused([{ code: "ResourceNotFound", message: messages.notFound({ id: request.target.id }) }]);

  const desired = desiredOf(contract, request);
  const changes = differences(contract.shape, contract.policy, desired.before, desired.after);
  const findings = allFindings(contract, request, desired, changes);
  if (findings.length > 0) return refused(findings);

  const wanted = stored === undefined ? withDefaults(desired.after) : desired.after;
  const base: JsonObject = stored ?? skeleton(request);
  const root = { ...base, identity: base[internalName("identity")] };
  const { identity, ...rest } = applied(contract, root, desired.before, wanted, (clear) => request.sealer.seal(clear));
  const cluster = completed({ ...rest, [internalName("identity")]: identity } as JsonObject, stored);
  return { valid: true, cluster, changed: [...new Set(changes.map(({ path }) => internalPointer(path)))] };
}

function allFindings(
  contract: Contract,
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
    shape: contract.shape,
  };
  const concerned = (reads: readonly string[]) =>
    changes.some(({ pattern }) => reads.some((read) => isWithin(pattern, read) || isWithin(read, pattern)));
  const broken = contract.rules
    .filter((rule) => creating || rule.on === "request" || (rule.on === "change" && concerned(rule.reads)))
    .flatMap((rule) => rule.check(input))
    .filter(({ target }) => !nulls.some((other) => isWithin(target ?? "", other.target ?? "")));
  if (creating) return [...nulls, ...withoutOurFault(broken)];

  const views = [request.stored, request.shown].flatMap((cluster) =>
    cluster === undefined ? [] : [externalView(contract, cluster)],
  );
  const touched = [...nulls, ...broken].map(({ target }) => (target ?? "").toLowerCase());
  const fixed = fixedFindings(contract, changes).filter(({ target = "" }) => {
    const own = target.toLowerCase();
    return !touched.some((other) => isWithin(own, other) || isWithin(other, own));
  });
  return [
    ...nulls,
    ...broken,
    ...(request.method === "PATCH" ? readOnlyFindings(contract, desired.sent, views) : []),
    ...fixed,
  ];
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
  const merged = new Map<string, Json | undefined>(Object.entries(under));
  for (const [name, value] of Object.entries(over)) {
    const below = merged.get(name);
    // Lists are taken from below: there the items still have their read-only members.
    if (isObject(value) && isObject(below)) merged.set(name, overlaid(below, value));
    else if (!Array.isArray(value)) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** That the region has no default version is said only to a caller whose request is otherwise in order (ARM-ERR-06). */
function withoutOurFault(findings: Finding[]): Finding[] {
  const users = findings.filter(({ code }) => code !== "InternalServerError");
  return users.length > 0 ? users : findings;
}

function refused(findings: Finding[]): Judgement {
  const total = findings.length;
  const shown = total <= mostFindings ? findings : findings.slice(0, mostFindings - 1);
  if (total > mostFindings)
    shown.push({ code: "InvalidParameter", message: messages.tooManyFindings({ shown: shown.length, total }) });
  return { valid: false, findings: shown as [Finding, ...Finding[]] };
}

/** A new cluster before anything is asked for (spec 01 §6.2 step 3). */
const skeleton = ({ target, creation }: ClusterRequest): JsonObject => ({
  id: target.id,
  name: target.name,
  type: target.type,
  properties: {
    architectureVersion: 1,
    provisioningState: "Creating",
    createdAt: creation.createdAt,
    createdBy: creation.createdBy,
    provisionedBy: creation.createdBy,
    featureProfile: { gatewayEnabled: creation.gatewayEnabled },
    clusterProfile: {},
    consoleProfile: {},
    networkProfile: {},
    masterProfile: {},
    workerProfiles: [],
    apiserverProfile: {},
    ingressProfiles: [],
  },
});

/** What follows from a change: computed members that were true of the old value only, and defaults of the internal model. */
function completed(changed: JsonObject, stored: OpenShiftCluster | undefined): OpenShiftCluster {
  const cluster = withDefaults(withoutUndefined(changed) as OpenShiftCluster);
  const properties = { ...cluster.properties };
  properties.operatorFlags ??= { ...defaultOperatorFlags };
  if (stored === undefined) {
    const profile = properties.clusterProfile;
    properties.clusterProfile = { ...profile, resourceGroupId: profile.resourceGroupId.toLowerCase() };
  }
  const principal = properties.servicePrincipalProfile;
  if (principal?.clientId !== stored?.properties.servicePrincipalProfile?.clientId && principal !== undefined) {
    const { spObjectId: _, ...kept } = principal;
    properties.servicePrincipalProfile = kept as typeof principal;
  }
  const workload = properties.platformWorkloadIdentityProfile;
  if (workload !== undefined) {
    const old = new Map(
      Object.entries(stored?.properties.platformWorkloadIdentityProfile?.platformWorkloadIdentities ?? {}),
    );
    const identities = Object.entries(workload.platformWorkloadIdentities ?? {}).map(([name, identity]) => {
      const same = old.get(name)?.resourceId === identity.resourceId;
      const { clientId: _client, objectId: _object, ...kept } = identity;
      return [name, same ? identity : kept] as const;
    });
    properties.platformWorkloadIdentityProfile = {
      ...workload,
      platformWorkloadIdentities: Object.fromEntries(identities),
    };
  }
  return { ...cluster, properties };
}

const withoutUndefined = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));

/** Where the member lies in the internal model, as a JSON pointer; lists and maps count as one member. */
function internalPointer(path: Path): string {
  const members: string[] = [];
  for (const step of path) {
    if (!("member" in step)) break;
    members.push(members.length === 0 ? internalName(step.member) : step.member);
  }
  return members.map((member) => `/${member}`).join("");
}
