import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { valuesAt } from "../contract/shape.ts";
import { isStrictVersion } from "../openshift-version.ts";
import { parseGroupId } from "./azure-ids.ts";
import { invalid, isUnset, oneOf, type Rule } from "./rule.ts";

const profile = "properties.clusterProfile";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isPullSecret(text: string): boolean {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (parsed === null) return true;
    if (!isObject(parsed)) return false;
    const auths = parsed["auths"];
    if (auths === undefined || auths === null) return true;
    return isObject(auths) && Object.values(auths).every((auth) => auth === null || isObject(auth));
  } catch {
    return false;
  }
}

/** The pull secret is a registry credentials file, or empty. */
export const pullSecret: Rule = {
  on: "change",
  reads: [`${profile}.pullSecret`],
  check: ({ draft }) => {
    const value = draft.properties?.clusterProfile?.pullSecret;
    return isUnset(value) || isPullSecret(`${value}`) ? [] : [invalid(`${profile}.pullSecret`, messages.pullSecret())];
  },
};

const laterLabels = String.raw`(\.([a-z0-9]|[a-z0-9][-a-z0-9]{0,61}[a-z0-9]))*$`;
const newDomain = new RegExp(`^([a-z][-a-z0-9]{0,61}[a-z0-9])${laterLabels}`);
/** Clusters exist whose first label begins with a digit or is one character. */
const existingDomain = new RegExp(`^([a-z0-9]|[a-z0-9][-a-z0-9]{0,61}[a-z0-9])${laterLabels}`);

/** The domain's form, and its place in the service's own zone (spec 01 §7.2). */
export const domain: Rule = {
  on: "change",
  reads: [`${profile}.domain`],
  check: ({ draft, request, creating }) => {
    const target = `${profile}.domain`;
    const value = draft.properties?.clusterProfile?.domain ?? "";
    if (!(creating ? newDomain : existingDomain).test(value)) return [invalid(target, messages.domain({ value }))];
    const region = request.rules.domain;
    const zone = region.includes(".") ? region.slice(region.indexOf(".")) : `.${region}`;
    if (!value.endsWith(zone)) return [];
    const label = value.endsWith(`.${region}`) ? value.slice(0, -region.length - 1) : "";
    return label !== "" && !label.includes(".")
      ? []
      : [invalid(target, messages.domainOfService({ value, domain: region }))];
  },
};

/** A new cluster's version is one of those enabled in the region (spec 01 §6.2 steps 10 and 15). */
export const version: Rule = {
  on: "create",
  reads: [`${profile}.version`],
  check: ({ draft, request: { rules } }) => {
    const value = draft.properties?.clusterProfile?.version;
    const target = `${profile}.version`;
    if (isUnset(value)) return [invalid(target, messages.noDefaultVersion(), "InternalServerError")];
    return rules.versions.enabled.has(`${value}`) && isStrictVersion(`${value}`)
      ? []
      : [invalid(target, messages.version({ value, enabled: [...rules.versions.enabled].sort() }))];
  },
};

/** The managed resource group: form, subscription, and not the cluster's own. */
export const resourceGroupId: Rule = {
  on: "change",
  reads: [`${profile}.resourceGroupId`],
  check: ({ draft, request: { target: url } }): Finding[] => {
    const target = `${profile}.resourceGroupId`;
    const value = draft.properties?.clusterProfile?.resourceGroupId;
    const parsed = parseGroupId(value);
    if (parsed === undefined) return [invalid(target, messages.resourceGroupId({ value }))];
    if (parsed.subscription !== url.subscriptionId.toLowerCase())
      return [invalid(target, messages.otherSubscription({ target, value, subscriptionId: url.subscriptionId }))];
    const own = `/subscriptions/${url.subscriptionId}/resourceGroups/${url.resourceGroup}`.toLowerCase();
    return `${value}`.toLowerCase() === own ? [invalid(target, messages.ownResourceGroup({ value }))] : [];
  },
};

/** FIPS mode is said, one way or the other. */
export const fipsValidatedModules: Rule = {
  on: "change",
  reads: [`${profile}.fipsValidatedModules`],
  check: ({ draft, shape }) => {
    const target = `${profile}.fipsValidatedModules`;
    return oneOf(
      target,
      draft.properties?.clusterProfile?.fipsValidatedModules,
      valuesAt(shape, target),
      messages.oneOf,
    );
  },
};
