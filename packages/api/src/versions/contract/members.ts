/*
 * Members that every version treats alike.
 */

/** Members whose clear text a caller sends and never gets back (spec 01 §2.2). */
export const sealedMembers = [
  "properties.clusterProfile.pullSecret",
  "properties.servicePrincipalProfile.clientSecret",
] as const;

/** In a body only to be compared with the stored one (ARM-ASY-02). */
export const provisioningState = "properties.provisioningState";

/** Objects that count as absent, read or shown, while the member named is (spec 01 §1.6). */
export const nothingWithout: Readonly<Record<string, string>> = {
  "properties.platformWorkloadIdentityProfile": "platformWorkloadIdentities",
};

/** The envelope's one member that is named differently inside. */
const renamed = { identity: "managedServiceIdentity" } as const;

/** The internal name of a member of the envelope. */
export const internalName = (member: string): string => (member === "identity" ? renamed.identity : member);
