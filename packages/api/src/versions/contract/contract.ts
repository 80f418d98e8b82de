import type { JsonObject } from "../../documents/json.ts";
import type { Rule } from "../rules/rule.ts";
import type { Manners } from "./manners.ts";
import type { ChangePolicy } from "./policy.ts";
import type { ObjectShape } from "./shape.ts";
import type { TypeValidator } from "./type-check.ts";

/** One api-version's resource as data; `judge` and the converters are the same code for all of them. */
export interface Contract {
  name: string;
  /** The resource on the wire, from the swagger. */
  shape: ObjectShape;
  validate: TypeValidator;
  /** Shapes, by definition, of what the version serves besides clusters. */
  resources: Readonly<Record<string, ObjectShape>>;
  policy: ChangePolicy;
  manners: Manners;
  /** Static rules in the order their findings are reported. */
  rules: readonly Rule[];
  /** It changes what exists, and creates nothing. */
  createsNothing?: true;
  /** What a PATCH merges over, where that is not what is stored. */
  patchBase?: (before: JsonObject, sent: JsonObject) => JsonObject;
}

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
