import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { certificateName, clusterCertificates, hasSignedCertificates, purposes } from "../install/certificates.ts";

/** How often a deleted certificate is looked for, `azurePoll` apart: a deletion takes up to ten seconds, and may be one of a run that died. */
const looks = { forRemoved: 6, forAbsent: 2 } as const;

/**
 * Takes the cluster's certificates out of the service's vault (spec 03 §6.13), and out of what the vault keeps of deleted ones: they hold private keys
 * of a cluster that is no more.
 */
export const deleteCertificates: OnceStep<ClusterContext> = {
  name: "deleteCertificates",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    await Promise.all(purposes.map((purpose) => deleteFully(context, certificateName(context, purpose), signal)));
  },
};

async function deleteFully(context: ClusterContext, name: string, signal: AbortSignal): Promise<void> {
  const { clock, durations, run } = context;
  const certificates = clusterCertificates(context);
  const wasThere = await certificates.remove(name, signal);
  for (let left = wasThere ? looks.forRemoved : looks.forAbsent; left > 0; left--) {
    const purge = await certificates.purge(name, signal);
    if (purge === "kept") run.log.info("the vault keeps a deleted certificate", { name });
    if (purge !== "none") return;
    if (left > 1) await clock.sleep(durations.azurePoll, signal);
  }
  if (wasThere) run.log.info("the vault keeps a deleted certificate", { name });
}
