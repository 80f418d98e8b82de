import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { valuesAt } from "../contract/shape.ts";
import { compareVersions, parseVersion } from "../openshift-version.ts";
import { vmSizeOf, vmSizes } from "../vm-sizes.ts";
import { parseDiskEncryptionSetId, parseSubnetId } from "./azure-ids.ts";
import { invalid, isUnset, oneOf, type Rule, type RuleInput } from "./rule.ts";

const master = "properties.masterProfile";
const workers = "properties.workerProfiles";
const encryption = `${master}.encryptionAtHost`;

/** A version that does not parse is judged elsewhere. */
function tooNew(target: string, value: string, clusterVersion: string | undefined): Finding[] {
  const least = vmSizeOf(value)?.leastVersion;
  if (least === undefined) return [];
  const asked = parseVersion(clusterVersion ?? "");
  const limit = parseVersion(`${least}.0`);
  return asked !== undefined && limit !== undefined && compareVersions(asked, limit) < 0
    ? [invalid(target, messages.sizeTooNew({ target, value, version: clusterVersion, least }))]
    : [];
}

/** The control plane's size is one of those supported, in the version asked for. */
export const masterVmSize: Rule = {
  on: "change",
  reads: [`${master}.vmSize`],
  check: ({ draft }) => {
    const target = `${master}.vmSize`;
    const value = draft.properties?.masterProfile?.vmSize;
    return vmSizeOf(value ?? "")?.master === true
      ? tooNew(target, `${value}`, draft.properties?.clusterProfile?.version)
      : [invalid(target, messages.masterSize({ value }))];
  },
};

/** The control plane's subnet: form, and in the cluster's subscription. */
export const masterSubnet: Rule = {
  on: "change",
  reads: [`${master}.subnetId`],
  check: ({ draft, request }) => {
    const target = `${master}.subnetId`;
    const value = draft.properties?.masterProfile?.subnetId;
    const parsed = parseSubnetId(value);
    const { subscriptionId } = request.target;
    if (parsed === undefined) return [invalid(target, messages.subnetId({ target, value }))];
    return parsed.subscription === subscriptionId.toLowerCase()
      ? []
      : [invalid(target, messages.otherSubscription({ target, value, subscriptionId }))];
  },
};

/** Encryption at host of the control plane is said, one way or the other. */
export const masterEncryption: Rule = {
  on: "change",
  reads: [encryption],
  check: ({ draft, shape }) =>
    oneOf(encryption, draft.properties?.masterProfile?.encryptionAtHost, valuesAt(shape, encryption), messages.oneOf),
};

/** The control plane's disk encryption set, where one is named. */
export const masterDiskEncryptionSet: Rule = {
  on: "change",
  reads: [`${master}.diskEncryptionSetId`],
  check: ({ draft, request }) => {
    const target = `${master}.diskEncryptionSetId`;
    const value = draft.properties?.masterProfile?.diskEncryptionSetId;
    if (isUnset(value)) return [];
    const parsed = parseDiskEncryptionSetId(value);
    const { subscriptionId } = request.target;
    if (parsed === undefined) return [invalid(target, messages.diskEncryptionSetId({ target, value }))];
    return parsed.subscription === subscriptionId.toLowerCase()
      ? []
      : [invalid(target, messages.otherSubscription({ target, value, subscriptionId }))];
  },
};

/** What a new cluster's workers look like is the service's to report. */
export const workerProfilesStatus: Rule = {
  on: "create",
  reads: ["properties.workerProfilesStatus"],
  check: ({ draft }) => {
    const target = "properties.workerProfilesStatus";
    return (draft.properties?.workerProfilesStatus ?? []).length === 0
      ? []
      : [invalid(target, messages.serviceSets({ target }))];
  },
};

const leastDiskGB = 128;
const leastWorkers = 2;
const mostWorkers = 50;

/** Sizes workers are limited to with the feature RequireD2sWorkers. */
const smallWorkers = vmSizes.filter((row) => row.developmentOnly).map((row) => row.name);

function workerSize({ draft, request }: RuleInput, target: string, value: string | undefined): Finding[] {
  const row = vmSizeOf(value ?? "");
  const supported = request.rules.requireD2sWorkers ? smallWorkers.includes(row?.name ?? "") : row?.worker === true;
  return supported
    ? tooNew(target, `${value}`, draft.properties?.clusterProfile?.version)
    : [invalid(target, messages.workerSize({ target, value }))];
}

/** The workers' subnet lies beside the control plane's; silent about that one's faults. */
function workerSubnet({ draft }: RuleInput, target: string, value: string | undefined): Finding[] {
  const own = parseSubnetId(value);
  if (own === undefined) return [invalid(target, messages.subnetId({ target, value }))];
  const masterId = `${draft.properties?.masterProfile?.subnetId}`;
  const beside = parseSubnetId(masterId);
  if (beside === undefined) return [];
  if (own.network !== beside.network)
    return [invalid(target, messages.otherNetwork({ target, value, master: masterId }))];
  return `${value}`.toLowerCase() === masterId.toLowerCase()
    ? [invalid(target, messages.sameSubnet({ target, value }))]
    : [];
}

/** As the control plane's, in the versions that know it. */
function workerEncryption({ shape }: RuleInput, target: string, value: string | undefined): Finding[] {
  const values = valuesAt(shape, encryption);
  return values.length === 0 ? [] : oneOf(target, value, values, messages.oneOf);
}

/** A new cluster has one worker profile (spec 01 §7.7). A disk encryption set unlike the control plane's is reported at `.subnetId`: clients know it so. */
export const workerProfiles: Rule = {
  on: "create",
  reads: [workers],
  check: (input) => {
    const profiles = input.draft.properties?.workerProfiles ?? [];
    const [only] = profiles;
    if (only === undefined || profiles.length !== 1)
      return [invalid(workers, messages.workerProfileCount({ count: profiles.length }))];
    const at = `${workers}['${only.name ?? ""}']`;
    const masterSet = input.draft.properties?.masterProfile?.diskEncryptionSetId ?? "";
    const workerSet = only.diskEncryptionSetId ?? "";
    const disk = only.diskSizeGB ?? 0;
    const count = only.count ?? 0;
    return [
      ...(only.name === "worker" ? [] : [invalid(`${at}.name`, messages.workerName({ value: only.name }))]),
      ...workerSize(input, `${at}.vmSize`, only.vmSize),
      ...(disk >= leastDiskGB
        ? []
        : [
            invalid(
              `${at}.diskSizeGB`,
              messages.diskSize({ target: `${at}.diskSizeGB`, value: disk, least: leastDiskGB }),
            ),
          ]),
      ...workerSubnet(input, `${at}.subnetId`, only.subnetId),
      ...workerEncryption(input, `${at}.encryptionAtHost`, only.encryptionAtHost),
      ...(count >= leastWorkers && count <= mostWorkers
        ? []
        : [
            invalid(
              `${at}.count`,
              messages.workerCount({ target: `${at}.count`, value: count, least: leastWorkers, most: mostWorkers }),
            ),
          ]),
      ...(workerSet.toLowerCase() === masterSet.toLowerCase()
        ? []
        : [invalid(`${at}.subnetId`, messages.otherDiskEncryptionSet({ value: workerSet, master: masterSet }))]),
    ];
  },
};
