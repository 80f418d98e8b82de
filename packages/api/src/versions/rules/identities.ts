import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { isStrictVersion } from "../openshift-version.ts";
import { isIdentityId } from "./azure-ids.ts";
import { invalid, isUnset, type Rule } from "./rule.ts";

const principal = "properties.servicePrincipalProfile";
const workload = "properties.platformWorkloadIdentityProfile";

/** A service principal or workload identities, not both; identity and workload identities together (spec 01 §7.9). */
export const credentials: Rule = {
  on: "change",
  reads: [principal, workload, "identity"],
  check: ({ draft }): Finding[] => {
    const servicePrincipal = draft.properties?.servicePrincipalProfile;
    const identities = draft.properties?.platformWorkloadIdentityProfile;
    const findings: Finding[] = [];
    if (servicePrincipal === undefined && identities === undefined)
      findings.push(invalid(principal, messages.noCredentials()));
    if (
      identities !== undefined &&
      servicePrincipal !== undefined &&
      !(isUnset(servicePrincipal.clientId) && isUnset(servicePrincipal.clientSecret))
    )
      findings.push(invalid(principal, messages.bothCredentials()));
    if ((draft.identity === undefined) !== (identities === undefined))
      findings.push(invalid("identity", messages.identityAlone()));
    return findings;
  },
};

/** Before there were workload identities, a service principal had to be; the target's doubled segment is what clients know (spec 01 §7.4). */
export const servicePrincipal: Rule = {
  on: "change",
  reads: [principal],
  check: ({ draft }) =>
    draft.properties?.servicePrincipalProfile === undefined
      ? [invalid(`${principal}.servicePrincipalProfile`, messages.servicePrincipalMissing())]
      : [],
};

/** The cluster's own identity: exactly one, named by its id (ARM-ENV-02, ARM-ENV-03). */
export const clusterIdentity: Rule = {
  on: "change",
  reads: ["identity"],
  check: ({ draft }): Finding[] => {
    if (draft.identity === undefined) return [];
    const ids = Object.keys(draft.identity.userAssignedIdentities ?? {});
    return [
      ...(ids.length === 1 ? [] : [invalid("identity", messages.identityCount({ count: ids.length }))]),
      ...ids
        .filter((id) => !isIdentityId(id))
        .map((value) => invalid(`identity.userAssignedIdentities["${value}"]`, messages.identityId({ value }))),
    ];
  },
};

/** The operators' identities. Targets spell the inner segment with a capital: clients know it so (spec 01 §7.9). */
export const platformIdentities: Rule = {
  on: "change",
  reads: [`${workload}.platformWorkloadIdentities`],
  check: ({ draft }): Finding[] => {
    const identities = draft.properties?.platformWorkloadIdentityProfile?.platformWorkloadIdentities;
    if (identities === undefined) return [];
    const entries = Object.entries(identities);
    if (entries.length === 0)
      return [invalid(`${workload}.platformWorkloadIdentities`, messages.noPlatformIdentities())];
    const at = `${workload}.PlatformWorkloadIdentities`;
    const users = new Map<string, string[]>();
    for (const [name, { resourceId }] of entries) {
      const id = `${resourceId ?? ""}`.toLowerCase();
      if (id !== "") users.set(id, [...(users.get(id) ?? []), name]);
    }
    return [
      ...[...users]
        .filter(([, names]) => names.length > 1)
        .map(([value, names]) => invalid(at, messages.platformIdentityTwice({ value, names }))),
      ...entries.flatMap(([name, { resourceId }]) => {
        const target = `${at}[${name}].resourceID`;
        if (name === "") return [invalid(target, messages.platformIdentityName())];
        return isIdentityId(resourceId) ? [] : [invalid(target, messages.identityId({ value: resourceId ?? "" }))];
      }),
    ];
  },
};

/** The version a workload identity cluster may go to. */
export const upgradeableTo: Rule = {
  on: "change",
  reads: [`${workload}.upgradeableTo`],
  check: ({ draft }) => {
    const value = draft.properties?.platformWorkloadIdentityProfile?.upgradeableTo;
    return isUnset(value) || isStrictVersion(`${value}`)
      ? []
      : [invalid(`${workload}.UpgradeableTo[${value}]`, messages.upgradeableTo({ value }))];
  },
};

/** No operator loses its identity (spec 01 §7.9 "Delta"). */
export const platformIdentitiesKept: Rule = {
  on: "change",
  reads: [`${workload}.platformWorkloadIdentities`],
  check: ({ draft, request }) => {
    const stored = request.stored?.properties.platformWorkloadIdentityProfile?.platformWorkloadIdentities ?? {};
    const wanted = new Set(
      Object.keys(draft.properties?.platformWorkloadIdentityProfile?.platformWorkloadIdentities ?? {}),
    );
    const names = Object.keys(stored).filter((name) => !wanted.has(name));
    return draft.properties?.platformWorkloadIdentityProfile === undefined || names.length === 0
      ? []
      : [
          invalid(
            `${workload}.platformWorkloadIdentities`,
            messages.platformIdentityRemoved({ names }),
            "PropertyChangeNotAllowed",
          ),
        ];
  },
};

/** Canonical, bare, braced and urn spellings (spec 01 §5 "Validate"). */
const uuid =
  /^(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}$|^[0-9a-f]{32}$/i;

/** The service principal's application id. */
export const clientId: Rule = {
  on: "change",
  reads: [`${principal}.clientId`],
  check: ({ draft }) => {
    const profile = draft.properties?.servicePrincipalProfile;
    return profile === undefined || uuid.test(profile.clientId ?? "")
      ? []
      : [invalid(`${principal}.clientId`, messages.clientId({ value: profile.clientId }))];
  },
};

/** The service principal's secret: needed to create, and not to be blanked; absent from an update it stays (ARM-PUT-03). */
export const clientSecret: Rule = {
  on: "change",
  reads: [`${principal}.clientSecret`],
  check: ({ draft, sent, creating }) => {
    const profile = draft.properties?.servicePrincipalProfile;
    if (profile === undefined || !isUnset(profile.clientSecret)) return [];
    const said = Object.hasOwn(sent.properties?.servicePrincipalProfile ?? {}, "clientSecret");
    return creating || said ? [invalid(`${principal}.clientSecret`, messages.clientSecret())] : [];
  },
};
