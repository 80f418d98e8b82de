import { X509Certificate } from "node:crypto";
import { accessOf, kubeconfigText } from "@aro/kubernetes";
import { issue } from "@aro/pki";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { identityOf } from "../graph/graph.ts";
import { loadGraph } from "../graph/load-graph.ts";
import { fullDomain } from "../names/domain.ts";

const dayMilliseconds = 86_400_000;
const tenYears = 10 * 365 * dayMilliseconds;
const oneYear = 365 * dayMilliseconds;

/**
 * Writes down the cluster's kubeconfigs: the installer's, and those of the service, of engineers and of the customer, whose certificates the
 * cluster's own signer makes (spec 03 §10.5). The customer's names the public address and no authority, but where nothing else would do.
 */
export const generateKubeconfigs: OnceStep<ClusterContext> = {
  name: "generateKubeconfigs",
  kind: "once",
  run: async (context, signal) => {
    const graph = await loadGraph(context, signal);
    const installers = Buffer.from(graph["*kubeconfig.AdminInternalClient"].File.Data, "base64").toString("utf8");
    const { server, ca } = accessOf(installers);
    const signer = identityOf(graph["*tls.AdminKubeConfigSignerCertKey"]);
    const { settings, cloud, sealer, random, clock } = context;
    const cluster = context.run.cluster();
    const clusterName = cluster.openShiftCluster.name;
    const signed = async (commonName: string, organizations: readonly string[], lasts: number) => {
      // Not before the signer itself, whose clock may be a little ahead of ours.
      const notBefore = Math.max(notBeforeOf(signer.certificate), clock.now() - 60_000);
      const { certificate, key } = await issue(
        { commonName, organizations, usage: "client", key: "rsa", notBefore, notAfter: notBefore + lasts },
        random,
        signer,
      );
      return { userName: commonName, certificate: { cert: certificate, key } };
    };
    const inside = { clusterName, server, ...(ca === undefined ? {} : { ca }) };
    const outside = {
      clusterName,
      server: `https://api.${fullDomain(cluster, settings.domain)}:6443`,
      // Public clouds have neither: names resolve and certificates are publicly trusted there (decision 5).
      ...(cloud.clusterAccess === undefined
        ? {}
        : { proxyUrl: cloud.clusterAccess.proxyUrl, ca: cloud.clusterAccess.ca }),
    };
    const sealed = (text: string) => sealer.seal(Buffer.from(text, "utf8"));
    const [service, engineers, customers] = await Promise.all([
      signed("system:aro-service", ["system:masters"], tenYears),
      signed("system:aro-sre", [], tenYears),
      signed("system:admin", [], oneYear),
    ]);
    await patchProperties(context, () => ({
      adminKubeconfig: sealed(installers),
      aroServiceKubeconfig: sealed(kubeconfigText({ ...inside, ...service })),
      aroSREKubeconfig: sealed(kubeconfigText({ ...inside, ...engineers })),
      userAdminKubeconfig: sealed(kubeconfigText({ ...outside, ...customers })),
    }));
  },
};

const notBeforeOf = (certificate: string): number => new X509Certificate(certificate).validFromDate.getTime();
