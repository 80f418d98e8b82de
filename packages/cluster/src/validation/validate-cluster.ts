import { encryptionFindings, encryptionSets } from "./disk-encryption.ts";
import { loadBalancerFindings } from "./load-balancer.ts";
import { networkFindings } from "./networks.ts";
import { principalsOf } from "./principals.ts";
import { joined, type Validation, type Verdict } from "./validation.ts";

/**
 * Everything in Azure that a cluster with a service principal stands on (spec 03 §11.1): who works on it and what they may do, networks, disk
 * encryption, load balancer. All that is wrong is found, not the first only.
 */
export async function validateCluster(validation: Validation, signal: AbortSignal): Promise<Verdict> {
  const { principals, ...told } = await principalsOf(validation, signal);
  const sets = encryptionSets(validation);
  const found = await Promise.all([
    networkFindings(validation, principals, sets, signal),
    encryptionFindings(validation, sets, signal),
    loadBalancerFindings(validation, signal),
  ]);
  return joined([told, ...found.map((findings) => ({ findings }))]);
}
