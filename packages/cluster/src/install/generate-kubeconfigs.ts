import { X509Certificate } from "node:crypto";
import { accessOf, kubeconfigText } from "@aro/kubernetes";
import { issue } from "@aro/pki";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { identityOf } from "../graph/graph.ts";
import { loadGraph } from "../graph/load-graph.ts";
import { domainOf } from "../names/domain.ts";

const dayMilliseconds = 86_400_000;
const tenYears = 10 * 365 * dayMilliseconds;
const oneYear = 365 * dayMilliseconds;

type Signed = (
  commonName: string,
  organizations: readonly string[],
  lasts: number,
) => Promise<{ userName: string; certificate: { cert: string; key: string } }>;

/** What kubeconfigs are made of: the installer's own, and a signer of further certificates. */
async function materials(
  context: ClusterContext,
  signal: AbortSignal,
): Promise<{ installers: string; signed: Signed }> {
  const graph = await loadGraph(context, signal);
  const installers = Buffer.from(graph["*kubeconfig.AdminInternalClient"].File.Data, "base64").toString("utf8");
  const signer = identityOf(graph["*tls.AdminKubeConfigSignerCertKey"]);
  const { random, clock } = context;
  const signed: Signed = async (commonName, organizations, lasts) => {
    // Not before the signer itself, whose clock may be a little ahead of ours.
    const notBefore = Math.max(notBeforeOf(signer.certificate), clock.now() - 60_000);
    const { certificate, key } = await issue(
      { commonName, organizations, usage: "client", key: "rsa", notBefore, notAfter: notBefore + lasts },
      random,
      signer,
    );
    return { userName: commonName, certificate: { cert: certificate, key } };
  };
  return { installers, signed };
}

/** The customer's, for the outside: it names no authority, but where nothing else would do. */
async function customers({ run, settings, cloud }: ClusterContext, signed: Signed): Promise<string> {
  const cluster = run.cluster();
  return kubeconfigText({
    clusterName: cluster.openShiftCluster.name,
    server: `https://api.${domainOf(cluster, settings.domain)}:6443`,
    // Public clouds have neither: names resolve and certificates are publicly trusted there (decision 5).
    ...(cloud.clusterAccess === undefined
      ? {}
      : { proxyUrl: cloud.clusterAccess.proxyUrl, ca: cloud.clusterAccess.ca }),
    ...(await signed("system:admin", [], oneYear)),
  });
}

/** A new kubeconfig for the customer. */
export async function customersKubeconfig(context: ClusterContext, signal: AbortSignal): Promise<string> {
  return customers(context, (await materials(context, signal)).signed);
}

/**
 * Writes down the cluster's kubeconfigs: the installer's, and those of the service, of engineers and of the customer, whose certificates the
 * cluster's own signer makes (spec 03 §10.5).
 */
export const generateKubeconfigs: OnceStep<ClusterContext> = {
  name: "generateKubeconfigs",
  kind: "once",
  run: async (context, signal) => {
    const { installers, signed } = await materials(context, signal);
    const { server, ca } = accessOf(installers);
    const clusterName = context.run.cluster().openShiftCluster.name;
    const inside = { clusterName, server, ...(ca === undefined ? {} : { ca }) };
    const sealed = (text: string) => context.sealer.seal(Buffer.from(text, "utf8"));
    const [service, engineers, outside] = await Promise.all([
      signed("system:aro-service", ["system:masters"], tenYears),
      signed("system:aro-sre", [], tenYears),
      customers(context, signed),
    ]);
    await patchProperties(context, () => ({
      adminKubeconfig: sealed(installers),
      aroServiceKubeconfig: sealed(kubeconfigText({ ...inside, ...service })),
      aroSREKubeconfig: sealed(kubeconfigText({ ...inside, ...engineers })),
      userAdminKubeconfig: sealed(outside),
    }));
  },
};

const notBeforeOf = (certificate: string): number => new X509Certificate(certificate).validFromDate.getTime();
