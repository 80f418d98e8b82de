import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { certificateName, clusterCertificates, hasSignedCertificates } from "../install/certificates.ts";

/** Takes the cluster's certificates out of the service's vault (spec 03 §6.13). */
export const deleteCertificates: OnceStep<ClusterContext> = {
  name: "deleteCertificates",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    const certificates = clusterCertificates(context);
    for (const purpose of ["apiserver", "ingress"] as const)
      await certificates.remove(certificateName(context, purpose), signal);
  },
};
