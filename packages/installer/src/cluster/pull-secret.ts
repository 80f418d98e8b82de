import { joinedPullSecrets, type PullSecret, registryAuth } from "@aro/kubernetes";
import type { RegistryProfile } from "./clear-cluster.ts";

/** Whose presence makes a cluster report to Red Hat: customers turn it on themselves. */
const telemetryRegistry = "cloud.openshift.com";

/**
 * The service's pull secret, the customer's over it, and the cluster's own registry tokens over both (spec 03 §7.3: right side wins per
 * registry). @throws Error saying which of the two is not a pull secret.
 */
export function installPullSecret(
  service: string | undefined,
  customer: string | undefined,
  registries: readonly RegistryProfile[],
): PullSecret {
  const { auths } = joinedPullSecrets([
    { what: "ARO_PULL_SECRET", text: service },
    { what: "the customer's pull secret", text: customer },
  ]);
  for (const { name, username, password } of registries)
    if (password !== undefined && password !== "") auths[name] = registryAuth(username, password);
  delete auths[telemetryRegistry];
  return { auths };
}
