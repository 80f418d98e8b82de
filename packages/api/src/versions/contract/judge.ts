import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { defaultOperatorFlags } from "../operator-flags.ts";
import type { ClusterRequest, Judgement } from "../request.ts";
import { applied } from "./apply.ts";
import { canonicalNames } from "./canonical-names.ts";
import { withDefaults } from "./defaults.ts";
import { desiredOf } from "./desired.ts";
import { differences } from "./difference.ts";
import { allFindings } from "./findings.ts";
import { internalName } from "./members.ts";
import { setOwn } from "./own-member.ts";
import type { Prepared } from "./prepared.ts";
import { typeFindings } from "./type-check.ts";

/** More would only make the answer long (ARM-HDR-09). */
const mostFindings = 100;

/** What a PUT or PATCH asks for in `version`: every finding at once, or the internal model it leads to. */
export function judge(version: Prepared, asWritten: ClusterRequest): Judgement {
  const named = version.manners.namesInAnyCase
    ? canonicalNames(version.root, asWritten.body)
    : { body: asWritten.body, findings: [] };
  const request = { ...asWritten, body: named.body };
  const { stored, method } = request;
  const wrongTypes = [...named.findings, ...typeFindings(version.validate, version.shape, request.body)];
  if (wrongTypes.length > 0) return refused(wrongTypes);
  if (stored === undefined && method === "PATCH")
    return refused([{ code: "ResourceNotFound", message: messages.notFound({ id: request.target.id }) }]);
  if (stored === undefined && version.createsNothing === true)
    return refused([{ code: "RequestNotAllowed", message: messages.createsNothing() }]);

  const desired = desiredOf(version, request);
  const changes = stored === undefined ? [] : differences(version.root, desired.before, desired.after);
  const findings = allFindings(version, request, desired, changes);
  if (findings.length > 0) return refused(findings);

  const wanted = stored === undefined ? withDefaults(desired.after) : desired.after;
  const base: JsonObject = stored ?? skeleton(request);
  const root = { ...base, identity: base[internalName("identity")] };
  const seal = (clear: string) => request.sealer.seal(clear);
  const { identity, ...cluster } = applied(version.root, root, desired.before, wanted, seal);
  cluster[internalName("identity")] = identity;
  return {
    valid: true,
    cluster: completed(cluster, stored),
    changed: [...new Set(changes.map(({ place }) => place.pointer))],
  };
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

function withoutUndefined(value: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const name of Object.keys(value)) if (value[name] !== undefined) setOwn(kept, name, value[name]);
  return kept;
}
