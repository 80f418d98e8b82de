import type { Condition, KubernetesObject } from "@aro/kubernetes";
import type { OperatorFlags } from "./flags.ts";
import { operatorNames } from "./names.ts";

/** What the operator is told (spec 04 §1.1). */
export interface ClusterSpec {
  resourceId: string;
  clusterResourceGroupId: string;
  domain: string;
  acrDomain: string;
  azEnvironment: string;
  location: string;
  infraId: string;
  storageSuffix: string;
  /** 0 is left out. */
  architectureVersion?: number;
  vnetId: string;
  apiIntIP: string;
  ingressIP: string;
  gatewayDomains: string[];
  gatewayTelemetryDomain?: string;
  gatewayPrivateEndpointIP?: string;
  internetChecker: { urls: string[] };
  serviceSubnets: string[];
  operatorflags: OperatorFlags;
  banner?: { content?: string };
}

export interface ClusterStatus {
  /** Of the master operator: the commit it was built from. */
  operatorVersion?: string;
  conditions?: Condition[];
  redHatKeysPresent?: string[];
}

/** The object by which the service and the operator speak. */
export interface AroCluster extends KubernetesObject {
  spec: ClusterSpec;
  status?: ClusterStatus;
}

/** The Cluster object with that spec. */
export const clusterObject = (spec: ClusterSpec): AroCluster => ({
  apiVersion: "aro.openshift.io/v1alpha1",
  kind: "Cluster",
  metadata: { name: operatorNames.cluster },
  spec,
});
