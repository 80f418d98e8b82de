import type { Secret } from "@aro/kubernetes";
import { type Auths, mergedAuths, readAuths } from "./auths.ts";

/** Where the cluster's own pull secret is. */
export const pullSecretPlace = { namespace: "openshift-config", name: "pull-secret" } as const;
/** The key of a pull secret, in both. */
const configKey = ".dockerconfigjson";
const secretType = "kubernetes.io/dockerconfigjson";

/** What is to be done to the cluster's pull secret. */
export type Repair = { kind: "nothing" } | { kind: "update" | "recreate"; secret: Secret };

/** What the key holds; undefined when it is not there. */
export function configText({ data }: Secret): string | undefined {
  const encoded = data?.[configKey];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}

/** What makes the cluster able to pull our images again, and leaves the customer's registries alone (spec 04 §6.25). @throws Error, see readAuths. */
export function repairOf(user: Secret | undefined, backup: Secret): Repair {
  const ours = readAuths(configText(backup) ?? "", "the service's pull secret");
  if (ours === "unreadable") throw new Error(`the service's pull secret has no JSON at ${configKey}`);
  const where = `secret ${pullSecretPlace.namespace}/${pullSecretPlace.name}`;
  if (user === undefined || user.type !== secretType || user.data === undefined) {
    const merged = mergedAuths({}, ours);
    return merged === undefined ? { kind: "nothing" } : { kind: "recreate", secret: newSecret(merged) };
  }
  const read = readAuths(configText(user) ?? "", where);
  const merged = mergedAuths(read === "unreadable" ? {} : read, ours);
  if (merged === undefined) return { kind: "nothing" };
  return { kind: "update", secret: { ...user, data: { ...user.data, [configKey]: encoded(merged) } } };
}

const encoded = (auths: Auths): string => Buffer.from(JSON.stringify({ auths }), "utf8").toString("base64");

const newSecret = (auths: Auths): Secret => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { ...pullSecretPlace },
  type: secretType,
  data: { [configKey]: encoded(auths) },
});
