/** Ids of Azure resources as request bodies may hold them (spec 01 §7.2, §7.7; compared ignoring case, ARM-ENV-03). */

const before = "/subscriptions/";
const subscription = `${before}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`;
const group = `${subscription}/resourceGroups/[-a-z0-9_().]{0,89}[-a-z0-9_()]`;

const groupPattern = new RegExp(`^${group}$`, "i");
const subnetPattern = new RegExp(
  `^${group}/providers/Microsoft\\.Network/virtualNetworks/[-a-z0-9_.]{2,64}/subnets/[-a-z0-9_.]{2,80}$`,
  "i",
);
const diskEncryptionSetPattern = new RegExp(
  `^${group}/providers/Microsoft\\.Compute/diskEncryptionSets/[-a-z0-9_]{1,80}$`,
  "i",
);
const identityPattern = new RegExp(
  `^${group}/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/[-a-z0-9_]{1,128}$`,
  "i",
);

/** `id` in lower case, or undefined when it does not have the form. */
const lowerIf = (pattern: RegExp, id: unknown): string | undefined =>
  typeof id === "string" && pattern.test(id) ? id.toLowerCase() : undefined;

const guidLength = 36;
const subscriptionOf = (id: string): string => id.slice(before.length, before.length + guidLength);

function parse(pattern: RegExp, id: unknown): { subscription: string } | undefined {
  const lower = lowerIf(pattern, id);
  return lower === undefined ? undefined : { subscription: subscriptionOf(lower) };
}

/** The lower-case subscription of a resource group's id, or undefined when it is none. */
export const parseGroupId = (id: unknown) => parse(groupPattern, id);

/** The lower-case subscription and virtual network of a subnet's id, or undefined when it is none. */
export function parseSubnetId(id: unknown): { subscription: string; network: string } | undefined {
  const lower = lowerIf(subnetPattern, id);
  if (lower === undefined) return undefined;
  return { subscription: subscriptionOf(lower), network: lower.slice(0, lower.lastIndexOf("/subnets/")) };
}

/** The lower-case subscription of a disk encryption set's id, or undefined when it is none. */
export const parseDiskEncryptionSetId = (id: unknown) => parse(diskEncryptionSetPattern, id);

/** Whether `id` is that of a user-assigned identity, in any subscription. */
export const isIdentityId = (id: unknown): boolean => lowerIf(identityPattern, id) !== undefined;
