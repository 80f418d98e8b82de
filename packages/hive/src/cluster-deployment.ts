import type { ClusterDocument } from "@aro/api";
import type { KubernetesObject } from "@aro/kubernetes";
import type { HubFacts, InstallFacts } from "./install-facts.ts";
import { installerVariables } from "./install-facts.ts";
import { hubNames, hubNamespace } from "./names.ts";

/** A ClusterDeployment that Hive installs (spec 03 §7.6, column "Install"). */
export function installDeployment({ cluster, ...facts }: InstallFacts): KubernetesObject {
  const deployment = base({ cluster, ...facts });
  const { spec, metadata } = deployment;
  return {
    ...deployment,
    metadata: {
      ...metadata,
      labels: {
        ...metadata.labels,
        "aro-created-by-Hive": "true",
        "kubernetes.azure.com/managedby": `sub_${cluster.partitionKey}`,
      },
      annotations: {
        ...metadata.annotations,
        "hive.openshift.io/minimal-install-mode": "true",
        "hive.openshift.io/cli-domain-from-installer-image": "true",
      },
    },
    spec: {
      ...spec,
      installAttemptsLimit: 1,
      pullSecretRef: { name: hubNames.pullSecret },
      provisioning: {
        installerImageOverride: facts.images.installer,
        releaseImage: facts.images.release,
        installConfigSecretRef: { name: hubNames.installConfigSecret },
        installerEnv: [
          { name: "ARO_UUID", value: cluster.id },
          ...installerVariables.map((name) => ({
            name: `ARO_${name}`,
            valueFrom: { secretKeyRef: { name: hubNames.environmentSecret, key: `ARO_${name}` } },
          })),
        ],
        manifestsSecretRef: { name: hubNames.manifestsSecret },
      },
    },
  };
}

/** A ClusterDeployment of a cluster that stands already (spec 03 §7.6, column "Adoption"). */
export function adoptedDeployment(facts: HubFacts): KubernetesObject {
  const deployment = base(facts);
  const { id, openShiftCluster } = facts.cluster;
  return {
    ...deployment,
    spec: {
      ...deployment.spec,
      installed: true,
      clusterMetadata: {
        adminKubeconfigSecretRef: { name: hubNames.serviceKubeconfigSecret },
        clusterID: id,
        infraID: openShiftCluster.properties.infraId,
      },
    },
  };
}

function base({ cluster, domain }: Pick<HubFacts, "cluster" | "domain">) {
  const { name, location, properties } = cluster.openShiftCluster;
  const { privateEndpointIp } = properties.networkProfile;
  if (!privateEndpointIp) throw new Error(`cluster ${cluster.id} has no private endpoint yet`);
  return {
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterDeployment",
    metadata: {
      name: hubNames.clusterDeployment,
      namespace: hubNamespace(cluster),
      labels: {
        "hive.openshift.io/cluster-platform": "azure",
        "hive.openshift.io/cluster-region": location,
      } as Record<string, string>,
      annotations: {
        "hive.openshift.io/infra-disabled": "true",
        [logFieldsAnnotation]: JSON.stringify(logFields(cluster)),
      } as Record<string, string>,
    },
    spec: {
      clusterName: name,
      baseDomain: "",
      platform: {
        azure: {
          baseDomainResourceGroupName: properties.clusterProfile.resourceGroupId,
          region: location,
          credentialsSecretRef: { name: hubNames.servicePrincipalSecret },
        },
      },
      controlPlaneConfig: {
        apiServerIPOverride: privateEndpointIp,
        apiURLOverride: `api-int.${domain}:6443`,
      },
      preserveOnDelete: true,
      manageDNS: false,
    },
  };
}

/** The annotation by which Hive's log lines about a cluster carry our fields. */
export const logFieldsAnnotation = "hive.openshift.io/additional-log-fields";

/** Of the log fields, those that belong to one operation and go when it ends. */
export const correlationFields = [
  "correlation_id",
  "client_request_id",
  "request_id",
  "client_principal_name",
] as const;

function logFields({ correlationData, key, openShiftCluster: { id } }: ClusterDocument): Record<string, string> {
  const [, , subscription = "", , group = "", , , , name = ""] = (id === "" ? key : id).toLowerCase().split("/");
  const told: Record<string, string | undefined> = {
    correlation_id: correlationData?.correlationId,
    client_request_id: correlationData?.clientRequestId,
    request_id: correlationData?.requestId,
    client_principal_name: correlationData?.clientPrincipalName,
    resource_id: key,
    subscription_id: subscription,
    resource_group: group,
    resource_name: name,
  };
  return Object.fromEntries(Object.entries(told).flatMap(([field, value]) => (value ? [[field, value]] : [])));
}
