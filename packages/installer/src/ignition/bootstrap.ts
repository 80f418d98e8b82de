import type { InstallFacts } from "../cluster/facts.ts";
import { dnsmasqFiles, dnsmasqUnit } from "../customisations/dnsmasq.ts";
import { etcHostsFiles, etcHostsUnit } from "../customisations/etc-hosts.ts";
import { loggingFiles, loggingUnits } from "../customisations/logging.ts";
import { largeMtu, mtuFile } from "../customisations/mtu.ts";
import { registriesFile } from "../customisations/registries.ts";
import type { InstallConfig } from "../install-config/types.ts";
import { type ManifestFile, manifestText } from "../manifests/kube-object.ts";
import { clusterNames } from "../manifests/machine-configs.ts";
import { type Certificates, certificateTable, clientAuthorities, serverAuthorities } from "../tls/certificates.ts";
import { type KeyPair, pairOf } from "../tls/key-pair.ts";
import type { Kubeconfig } from "../tls/kubeconfig.ts";
import { file, type IgnitionConfig, type IgnitionFile } from "./config.ts";

/** Everything that lies on a bootstrap machine. */
export interface BootstrapAssets {
  installConfig: InstallConfig;
  certificates: Certificates;
  /** Signs the tokens of service accounts until the cluster has its own. */
  serviceAccountKey: KeyPair;
  manifests: readonly ManifestFile[];
  adminKubeconfig: Kubeconfig;
  kubeletKubeconfig: Kubeconfig;
}

const root = "/opt/openshift";

/** The Ignition config of the bootstrap machine, with everything the service adds (spec 03 §7.3). Pure: the same assets give the same text. */
export function bootstrapIgnition(facts: InstallFacts, assets: BootstrapAssets): IgnitionConfig {
  const names = clusterNames(facts);
  const { mtuSize } = facts.cluster.properties.networkProfile;
  const files = [
    ...tlsFiles(facts, assets),
    file(`${root}/auth/kubeconfig`, JSON.stringify(assets.adminKubeconfig), 0o600),
    file(`${root}/auth/kubeconfig-kubelet`, JSON.stringify(assets.kubeletKubeconfig), 0o600),
    ...assets.manifests.map((manifest) => file(`${root}/${manifest.path}`, manifestText(manifest), 0o600)),
    file("/root/.docker/config.json", JSON.stringify(facts.pullSecret), 0o600),
    file("/usr/local/bin/release-image.sh", releaseImage(facts), 0o755),
    registriesFile(facts.registryDomain),
    ...dnsmasqFiles(names),
    ...etcHostsFiles(names),
    ...(mtuSize === largeMtu ? [mtuFile] : []),
    ...loggingFiles(facts),
  ];
  return {
    ignition: { version: "3.2.0" },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: [assets.installConfig.sshKey] }] },
    storage: { files: byPath(files) },
    systemd: {
      units: [dnsmasqUnit("bootstrap"), etcHostsUnit, ...loggingUnits(facts)],
    },
  };
}

/** Which release is installed, for the machine's own scripts to source. */
const releaseImage = ({ cluster, releaseImage: image }: InstallFacts): string =>
  `#!/usr/bin/env bash
RELEASE_IMAGE_DIGEST="${image}"
OPENSHIFT_VERSION="${cluster.properties.clusterProfile.version}"
`;

function tlsFiles(facts: InstallFacts, { certificates, serviceAccountKey }: BootstrapAssets): IgnitionFile[] {
  const bound = facts.boundSigningKey === undefined ? undefined : pairOf(facts.boundSigningKey);
  const tls = (name: string, contents: string) => file(`${root}/tls/${name}`, contents, 0o600);
  return [
    ...certificateTable.flatMap(({ name }) => [
      tls(`${name}.crt`, certificates[name].certificate),
      tls(`${name}.key`, certificates[name].key),
    ]),
    tls("kube-apiserver-complete-server-ca-bundle.crt", serverAuthorities(certificates)),
    tls("kube-apiserver-complete-client-ca-bundle.crt", clientAuthorities(certificates)),
    tls("service-account.key", serviceAccountKey.key),
    tls("service-account.pub", serviceAccountKey.publicKey),
    ...(bound === undefined
      ? []
      : [
          tls("bound-service-account-signing-key.key", bound.key),
          tls("bound-service-account-signing-key.pub", bound.publicKey),
        ]),
  ];
}

/** Two writers of one file would be a mistake that Ignition finds on the machine only. @throws Error naming the path. */
function byPath(files: readonly IgnitionFile[]): IgnitionFile[] {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, { path }] of sorted.entries())
    if (sorted[index + 1]?.path === path) throw new Error(`two files of the bootstrap machine have the path ${path}`);
  return sorted;
}
