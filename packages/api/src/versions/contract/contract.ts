import type { Rule } from "../rules/rule.ts";
import { isWithinAny } from "./path.ts";
import type { ChangePolicy } from "./policy.ts";
import type { ObjectShape, Shape } from "./shape.ts";
import type { TypeValidator } from "./type-check.ts";

/** One api-version as data; `judge` and `toExternal` are the same code for all of them. */
export interface Contract {
  name: string;
  /** The cluster on the wire, from the swagger. */
  shape: ObjectShape;
  validate: TypeValidator;
  policy: ChangePolicy;
  /** Static rules in the order their findings are reported. */
  rules: readonly Rule[];
  /** Objects shown even when nothing is in them. */
  alwaysShown: readonly string[];
  /** Objects not shown when nothing is in them. */
  hiddenWhenEmpty: readonly string[];
  /** Members are shown in alphabetical order instead of the declared one (spec 01 §1.4). */
  alphabetical: boolean;
}

/** Members whose clear text a caller sends and never gets back (spec 01 §2.2). */
export const sealedMembers = [
  "properties.clusterProfile.pullSecret",
  "properties.servicePrincipalProfile.clientSecret",
] as const;

/** In a body only to be compared with the stored one (ARM-ASY-02). */
export const provisioningState = "properties.provisioningState";

/** Whether the service alone gives the member at `pattern` its value. */
export const isReadOnly = (shape: Shape, pattern: string, policy: ChangePolicy): boolean =>
  shape.readOnly === true || pattern === provisioningState || isWithinAny(pattern, policy.readOnly);

/** Objects that count as absent, read or shown, while the member named is (spec 01 §1.6). */
export const nothingWithout: Readonly<Record<string, string>> = {
  "properties.platformWorkloadIdentityProfile": "platformWorkloadIdentities",
};

/** The envelope's one member that is named differently inside. */
const renamed = { identity: "managedServiceIdentity" } as const;

/** The internal name of a member of the envelope. */
export const internalName = (member: string): string => (member === "identity" ? renamed.identity : member);
