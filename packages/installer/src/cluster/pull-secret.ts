import type { RegistryProfile } from "./clear-cluster.ts";

/** A registry's entry in `.dockerconfigjson`. */
export interface RegistryAuth {
  auth?: string;
  [member: string]: unknown;
}

/** What a cluster pulls images with. */
export interface PullSecret {
  auths: { [registry: string]: RegistryAuth };
}

/** Whose presence makes a cluster report to Red Hat: customers turn it on themselves. */
const telemetryRegistry = "cloud.openshift.com";

/**
 * The service's pull secret, the customer's over it, and the cluster's own registry tokens over both (spec 03 §7.3: right side wins per
 * registry). @throws Error saying which of the two is not a pull secret.
 */
export function mergedPullSecret(
  service: string | undefined,
  customer: string | undefined,
  registries: readonly RegistryProfile[],
): PullSecret {
  const auths = { ...parse("ARO_PULL_SECRET", service), ...parse("the customer's pull secret", customer) };
  for (const { name, username, password } of registries)
    if (password !== undefined && password !== "")
      auths[name] = { auth: Buffer.from(`${username}:${password}`).toString("base64") };
  delete auths[telemetryRegistry];
  return { auths };
}

function parse(what: string, text: string | undefined): PullSecret["auths"] {
  if (text === undefined || text === "") return {};
  const parsed = (() => {
    try {
      return JSON.parse(text) as Partial<PullSecret> | null;
    } catch {
      return undefined;
    }
  })();
  if (typeof parsed !== "object" || parsed === null) throw new Error(`${what} is not JSON of the form {"auths": {…}}`);
  return { ...parsed.auths };
}
