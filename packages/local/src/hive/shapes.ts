import type { KubeObject } from "@aro/control-plane";

/** What Hive reads of a ClusterDeployment. */
export interface DeploymentSpec {
  clusterName: string;
  installed?: boolean;
  installAttemptsLimit?: number;
  preserveOnDelete?: boolean;
  pullSecretRef?: { name: string };
  platform: { azure?: { credentialsSecretRef: { name: string }; region: string } };
  provisioning?: {
    installConfigSecretRef?: { name: string };
    manifestsSecretRef?: { name: string };
    releaseImage?: string;
    installerImageOverride?: string;
    installerEnv?: EnvironmentVariable[];
  };
  boundServiceAccountSigningKeySecretRef?: { name: string };
  controlPlaneConfig?: { apiServerIPOverride?: string; apiURLOverride?: string };
  clusterMetadata?: { clusterID: string; infraID: string; adminKubeconfigSecretRef: { name: string } };
}

export interface EnvironmentVariable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string } };
}

/** What Hive reads and writes of a ClusterProvision. */
export interface ProvisionSpec {
  clusterDeploymentRef: { name: string };
  attempt: number;
  stage: "initializing" | "provisioning" | "complete" | "failed";
  podSpec: object;
  installLog?: string;
  clusterID?: string;
  infraID?: string;
  adminKubeconfigSecretRef?: { name: string };
  adminPasswordSecretRef?: { name: string };
  metadataJSON?: string;
}

export const deploymentSpec = (object: KubeObject): DeploymentSpec => object["spec"] as DeploymentSpec;
export const provisionSpec = (object: KubeObject): ProvisionSpec => object["spec"] as ProvisionSpec;
