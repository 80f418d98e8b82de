import { parseAllDocuments } from "yaml";
import type { DrawnSecrets } from "../cluster/drawn-secrets.ts";
import type { InstallFacts } from "../cluster/facts.ts";
import type { InstallConfig } from "../install-config/types.ts";
import { machineFiles } from "../machines/machines.ts";
import type { Certificates } from "../tls/certificates.ts";
import { clusterObjectFiles } from "./cluster-objects.ts";
import type { KubeObject, ManifestFile } from "./kube-object.ts";
import { machineConfigFiles } from "./machine-configs.ts";
import { registryAndIngressFiles } from "./registry-and-ingress.ts";
import { secretFiles } from "./secrets.ts";

/** Everything a new cluster is told (decision 11), by file; what Hive was given for this cluster comes last. */
export const allManifests = (
  facts: InstallFacts,
  installConfig: InstallConfig,
  certificates: Certificates,
  drawn: DrawnSecrets,
): ManifestFile[] => [
  ...clusterObjectFiles(facts, installConfig),
  ...registryAndIngressFiles(facts, installConfig, drawn),
  ...secretFiles(facts, certificates, drawn),
  ...machineConfigFiles(facts),
  ...machineFiles(facts),
  ...[...facts.customManifests].map(([name, text]) => ({
    path: `manifests/${name}`,
    objects: parseAllDocuments(text)
      .map((document) => document.toJS() as KubeObject | null)
      .filter((object) => object !== null),
  })),
];
