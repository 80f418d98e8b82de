import type { Json, JsonObject } from "@aro/api";

/** Members that are stored sealed, below `openShiftCluster/properties`; `*` is every element of a list (spec 02 §7.1). */
export const sealedMembers = [
  ["sshKey"],
  ["adminKubeconfig"],
  ["aroServiceKubeconfig"],
  ["aroSREKubeconfig"],
  ["userAdminKubeconfig"],
  ["kubeadminPassword"],
  ["clusterProfile", "pullSecret"],
  ["clusterProfile", "boundServiceAccountSigningKey"],
  ["servicePrincipalProfile", "clientSecret"],
  ["registryProfiles", "*", "password"],
] as const satisfies readonly (readonly string[])[];

/** The document for people and logs: `[REDACTED]` in place of every sealed member that is there (spec 02 §2.6). The document stays as it is. */
export function redacted<Document extends JsonObject>(document: Document): Document {
  return sealedMembers.reduce<Json | undefined>(
    (shown, path) => replaced(shown, ["openShiftCluster", "properties", ...path]),
    document,
  ) as Document;
}

function replaced(at: Json | undefined, path: readonly string[]): Json | undefined {
  const [member, ...rest] = path;
  if (at === undefined || at === null) return at;
  if (member === undefined) return "[REDACTED]";
  if (Array.isArray(at)) return member === "*" ? at.map((element) => replaced(element, rest) ?? null) : at;
  if (typeof at !== "object" || at[member] === undefined) return at;
  return { ...at, [member]: replaced(at[member], rest) };
}
