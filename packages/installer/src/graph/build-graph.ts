import type { Graph } from "@aro/cluster/graph";
import type { Random } from "@aro/runtime";
import { stringify } from "yaml";
import { type DrawnSecrets, drawSecrets } from "../cluster/drawn-secrets.ts";
import { type InstallFacts, infraIdOf, internalAddressOf } from "../cluster/facts.ts";
import { type BootstrapAssets, bootstrapIgnition } from "../ignition/bootstrap.ts";
import { pointerIgnition } from "../ignition/config.ts";
import { installConfig } from "../install-config/install-config.ts";
import { allManifests } from "../manifests/all-manifests.ts";
import { nodeRoles } from "../manifests/machine-config.ts";
import { certificateTable, issueCertificates, serverAuthorities } from "../tls/certificates.ts";
import { newKeyPair } from "../tls/key-pair.ts";
import { type Kubeconfig, kubeconfig } from "../tls/kubeconfig.ts";
import { assetFile, base64 } from "./assets.ts";

/** Names of the assets that the installer itself reads again. */
export const assetNames = {
  bootstrap: "*bootstrap.Bootstrap",
  master: "*machine.Master",
  worker: "*machine.Worker",
  installConfig: "*installconfig.InstallConfig",
  clusterId: "*installconfig.ClusterID",
  adminInternal: "*kubeconfig.AdminInternalClient",
  password: "*password.KubeadminPassword",
  machinePassword: "*password.MachinePassword",
} as const;

/** What is made once for a cluster, by chance or for its keys: all else follows from it. */
interface Made extends BootstrapAssets {
  drawn: DrawnSecrets;
  adminExternalKubeconfig: Kubeconfig;
}

/**
 * Makes every asset of a new cluster: keys, passwords, and what is written with them; by the type name of the asset in OpenShift's installer
 * (spec 03 §7.3). Kept for the cluster's life.
 */
export async function buildGraph(facts: InstallFacts, deps: { random: Random }): Promise<Graph> {
  const made = await makeAssets(facts, deps.random);
  const ignition = JSON.stringify(bootstrapIgnition(facts, made));
  const pointer = { internalAddress: internalAddressOf(facts), rootCa: made.certificates["root-ca"].certificate };
  const assets: Record<string, unknown> = {
    [assetNames.clusterId]: { UUID: facts.documentId, InfraID: infraIdOf(facts) },
    [assetNames.installConfig]: {
      config: made.installConfig,
      file: assetFile("install-config.yaml", stringify(made.installConfig, { lineWidth: 0 })),
    },
    "*releaseimage.Image": { PullSpec: facts.releaseImage },
    "*rhcos.Image": facts.image,
    ...certificateAssets(made),
    "*tls.ServiceAccountKeyPair": {
      Pvt: base64(made.serviceAccountKey.key),
      Pub: base64(made.serviceAccountKey.publicKey),
      FileList: [
        assetFile("tls/service-account.key", made.serviceAccountKey.key),
        assetFile("tls/service-account.pub", made.serviceAccountKey.publicKey),
      ],
    },
    [assetNames.adminInternal]: kubeconfigAsset("auth/kubeconfig", made.adminKubeconfig),
    "*kubeconfig.AdminClient": kubeconfigAsset("auth/kubeconfig", made.adminExternalKubeconfig),
    "*kubeconfig.Kubelet": kubeconfigAsset("auth/kubeconfig-kubelet", made.kubeletKubeconfig),
    [assetNames.password]: {
      Password: made.drawn.kubeadminPassword,
      PasswordHash: base64(made.drawn.kubeadminHash),
      File: assetFile("auth/kubeadmin-password", made.drawn.kubeadminPassword),
    },
    [assetNames.machinePassword]: { Password: made.drawn.machinePassword },
    ...Object.fromEntries(
      nodeRoles.map((role) => {
        const Config = pointerIgnition(role, pointer);
        return [assetNames[role], { Config, File: assetFile(`${role}.ign`, JSON.stringify(Config)) }];
      }),
    ),
    [assetNames.bootstrap]: { File: assetFile("bootstrap.ign", ignition) },
  };
  return assets as Graph;
}

async function makeAssets(facts: InstallFacts, random: Random): Promise<Made> {
  const { domain, now } = facts;
  const [certificates, serviceAccountKey, drawn] = await Promise.all([
    issueCertificates({ domain, internalAddress: internalAddressOf(facts) }, { now, random }),
    newKeyPair(),
    drawSecrets(random),
  ]);
  const config = installConfig(facts);
  const authorities = serverAuthorities(certificates);
  const administrator = (server: string): Kubeconfig =>
    kubeconfig({
      cluster: config.metadata.name,
      user: "admin",
      server,
      authorities,
      identity: certificates["admin-kubeconfig-client"],
    });
  return {
    installConfig: config,
    certificates,
    serviceAccountKey,
    drawn,
    manifests: allManifests(facts, config, certificates, drawn),
    adminKubeconfig: administrator(`https://api-int.${domain}:6443`),
    adminExternalKubeconfig: administrator(`https://api.${domain}:6443`),
    kubeletKubeconfig: kubeconfig({
      cluster: config.metadata.name,
      user: "kubelet",
      server: `https://api-int.${domain}:6443`,
      authorities,
      identity: certificates["kubelet-client"],
    }),
  };
}

const certificateAssets = ({ certificates }: Made): Record<string, unknown> =>
  Object.fromEntries(
    certificateTable.map(({ name, asset }) => {
      const { certificate, key } = certificates[name];
      const FileList = [assetFile(`tls/${name}.key`, key), assetFile(`tls/${name}.crt`, certificate)];
      return [asset, { CertRaw: base64(certificate), KeyRaw: base64(key), FileList }];
    }),
  );

const kubeconfigAsset = (path: string, Config: Kubeconfig) => ({
  Config,
  File: assetFile(path, stringify(Config, { lineWidth: 0 })),
});
