import { CloudError } from "@aro/api";
import type { Issuance, VaultCertificates } from "@aro/azure";
import { fieldManager } from "@aro/hive";
import { applyAll, type KubernetesObject, kinds } from "@aro/kubernetes";
import { operatorNames } from "@aro/operator-objects";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { changeSpec } from "../kubernetes/change-spec.ts";
import { managedPrefix } from "../names/domain.ts";
import { tlsSecretData } from "./tls-secret-data.ts";

/*
 * Certificates that everybody trusts, for the cluster's two public names (spec 03 §10.4). Clusters with a domain of the customer's own, and
 * services told not to, have none: there the customer brings certificates, or the cluster's own authority signs.
 */

type Purpose = "apiserver" | "ingress";
export const purposes = ["apiserver", "ingress"] as const;

const longestCommonName = 64;

/** Whether the cluster has such certificates. */
export const hasSignedCertificates = ({ run, settings }: ClusterContext): boolean =>
  !settings.features.has("DisableSignedCertificates") && managedPrefix(run.cluster(), settings.domain) !== undefined;

/** Name of a certificate in the vault, and of the secrets made of it. */
export const certificateName = ({ run }: Pick<ClusterContext, "run">, purpose: Purpose): string =>
  `${run.cluster().id}-${purpose}`;

const dnsNameOf = ({ run, settings }: ClusterContext, purpose: Purpose): string => {
  const domain = `${managedPrefix(run.cluster(), settings.domain)}.${settings.domain}`;
  return purpose === "apiserver" ? `api.${domain}` : `*.apps.${domain}`;
};

/** A common name has at most 64 characters; the real name then stands among the alternative ones only. */
export const commonNameOf = (dnsName: string, regionalDomain: string): string =>
  dnsName.length <= longestCommonName
    ? dnsName
    : `reserved.${regionalDomain.slice(Math.max(0, regionalDomain.lastIndexOf("aroapp")))}`;

const vaultOf = ({ settings }: ClusterContext): string => `${settings.installerEnvironment.KEYVAULT_PREFIX}-cls`;

/** The certificates of the service's vault for clusters. */
export const clusterCertificates = (context: ClusterContext): VaultCertificates =>
  context.vaults.certificates(vaultOf(context));

/** Orders both certificates and waits until they are issued. */
export const createCertificates: OnceStep<ClusterContext> = {
  name: "createCertificates",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    const certificates = clusterCertificates(context);
    for (const purpose of purposes) await order(context, certificates, purpose, signal);
    for (const purpose of purposes) await issued(context, certificates, certificateName(context, purpose), signal);
  },
};

/**
 * Orders a certificate unless it is there; whether it had to. What a vault keeps of one that somebody has deleted is in the way and goes first.
 * @throws CloudError when it cannot.
 */
async function order(
  context: ClusterContext,
  certificates: VaultCertificates,
  purpose: Purpose,
  signal: AbortSignal,
): Promise<boolean> {
  const { clock, durations, run, settings } = context;
  const dnsName = dnsNameOf(context, purpose);
  const name = certificateName(context, purpose);
  const wanted = { name, dnsName, commonName: commonNameOf(dnsName, settings.domain) };
  const until = clock.monotonic() + durations.certificateLimit;
  for (;;) {
    const state = await certificates.order(wanted, signal);
    if (state !== "kept") return state === "ordered";
    run.log.warn("a deleted certificate is purged, to be ordered again", { name });
    if ((await certificates.purge(name, signal)) === "kept" || clock.monotonic() >= until)
      throw new CloudError(
        {
          code: "DeploymentFailed",
          message: `The certificate '${name}' of the cluster was deleted, and the vault keeps its name. Open an Azure support request.`,
        },
        { status: 500 },
      );
    await clock.sleep(durations.conditionPoll, signal);
  }
}

/** @throws CloudError when the authority refuses, or takes longer than the limit. */
async function issued(context: ClusterContext, certificates: VaultCertificates, name: string, signal: AbortSignal) {
  const { clock, durations, run } = context;
  const until = clock.monotonic() + durations.certificateLimit;
  for (;;) {
    const issuance: Issuance = await certificates.issuance(name, signal);
    if (issuance.state === "issued") return;
    if (issuance.state === "failed" && !issuance.mayPass)
      throw new CloudError(
        {
          code: "DeploymentFailed",
          message: `The certificate '${name}' of the cluster could not be issued: ${issuance.reason}. Send the request again. If it fails again, open an Azure support request.`,
        },
        { status: 500 },
      );
    if (issuance.state === "failed")
      run.log.warn("certificate is tried again by its authority", { name, reason: issuance.reason });
    if (clock.monotonic() >= until)
      throw new CloudError(
        {
          code: "DeploymentFailed",
          message: `The certificate '${name}' of the cluster was not issued in time. Send the request again. If it fails again, open an Azure support request.`,
        },
        { status: 500 },
      );
    await clock.sleep(durations.conditionPoll, signal);
  }
}

/** Orders certificates anew that came from an authority which serves no more; they are taken up when they are there (spec 03 §10.4). */
export const correctCertificateIssuer: OnceStep<ClusterContext> = {
  name: "correctCertificateIssuer",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    const certificates = clusterCertificates(context);
    for (const purpose of purposes) {
      const name = certificateName(context, purpose);
      // One that somebody has deleted would never be there again.
      if (await order(context, certificates, purpose, signal)) await issued(context, certificates, name, signal);
      else await certificates.correctIssuer(name, signal);
    }
  },
};

/** Gives the certificate to the API server, for its public name. */
export const configureAPIServerCertificate: OnceStep<ClusterContext> = {
  name: "configureAPIServerCertificate",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    const name = await bringSecret(context, "apiserver", ["openshift-config", operatorNames.namespace], signal);
    const namedCertificates = [{ names: [dnsNameOf(context, "apiserver")], servingCertificate: { name } }];
    await changeSpec(
      context,
      kinds.APIServer,
      { name: "cluster" },
      (spec) => ({
        ...spec,
        servingCerts: { ...(spec["servingCerts"] as object | undefined), namedCertificates },
      }),
      signal,
    );
  },
};

/** Gives the certificate to the router, for the names of applications. */
export const configureIngressCertificate: OnceStep<ClusterContext> = {
  name: "configureIngressCertificate",
  kind: "once",
  appliesTo: hasSignedCertificates,
  run: async (context, signal) => {
    const name = await bringSecret(context, "ingress", ["openshift-ingress", operatorNames.namespace], signal);
    await changeSpec(
      context,
      kinds.IngressController,
      { name: "default", namespace: "openshift-ingress-operator" },
      (spec) => ({
        ...spec,
        defaultCertificate: { name },
      }),
      signal,
    );
  },
};

async function bringSecret(
  context: ClusterContext,
  purpose: Purpose,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const name = certificateName(context, purpose);
  const vault = context.vaults.secrets(vaultOf(context));
  let bundle = await vault.newest(name, signal);
  if (bundle === undefined) {
    // Deleted since it was issued.
    const certificates = clusterCertificates(context);
    await order(context, certificates, purpose, signal);
    await issued(context, certificates, name, signal);
    bundle = await vault.newest(name, signal);
  }
  if (bundle === undefined) throw new Error(`the vault ${vault.url} has no certificate ${name}`);
  const stringData = tlsSecretData(bundle.reveal());
  const secrets = namespaces.map(
    (namespace): KubernetesObject => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace },
      type: "kubernetes.io/tls",
      stringData,
    }),
  );
  await applyAll(clusterClient(context), secrets, fieldManager, signal);
  return name;
}
