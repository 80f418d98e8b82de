import type { KubernetesObject } from "./object.ts";
import { type Resource, resource } from "./resource.ts";

/** The kinds that the product reads or writes. Each is one line, so that a new one is one. */
export const kinds = {
  ConfigMap: resource<ConfigMap>("v1", "ConfigMap", "configmaps", "namespaced"),
  Event: resource("v1", "Event", "events", "namespaced"),
  Namespace: resource("v1", "Namespace", "namespaces", "cluster"),
  Node: resource("v1", "Node", "nodes", "cluster"),
  Pod: resource("v1", "Pod", "pods", "namespaced"),
  Secret: resource<Secret>("v1", "Secret", "secrets", "namespaced"),
  Service: resource("v1", "Service", "services", "namespaced"),
  ServiceAccount: resource("v1", "ServiceAccount", "serviceaccounts", "namespaced"),
  DaemonSet: resource("apps/v1", "DaemonSet", "daemonsets", "namespaced"),
  Deployment: resource("apps/v1", "Deployment", "deployments", "namespaced"),
  ReplicaSet: resource("apps/v1", "ReplicaSet", "replicasets", "namespaced"),
  StatefulSet: resource("apps/v1", "StatefulSet", "statefulsets", "namespaced"),
  Job: resource("batch/v1", "Job", "jobs", "namespaced"),
  Lease: resource("coordination.k8s.io/v1", "Lease", "leases", "namespaced"),
  StorageClass: resource("storage.k8s.io/v1", "StorageClass", "storageclasses", "cluster"),
  PodDisruptionBudget: resource("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", "namespaced"),
  Role: resource("rbac.authorization.k8s.io/v1", "Role", "roles", "namespaced"),
  RoleBinding: resource("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", "namespaced"),
  ClusterRole: resource("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", "cluster"),
  ClusterRoleBinding: resource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", "cluster"),
  CustomResourceDefinition: resource(
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinition",
    "customresourcedefinitions",
    "cluster",
  ),
  ValidatingAdmissionPolicy: resource(
    "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicy",
    "validatingadmissionpolicies",
    "cluster",
  ),
  APIServer: resource("config.openshift.io/v1", "APIServer", "apiservers", "cluster"),
  Authentication: resource("config.openshift.io/v1", "Authentication", "authentications", "cluster"),
  ClusterOperator: resource("config.openshift.io/v1", "ClusterOperator", "clusteroperators", "cluster"),
  ClusterVersion: resource("config.openshift.io/v1", "ClusterVersion", "clusterversions", "cluster"),
  Infrastructure: resource("config.openshift.io/v1", "Infrastructure", "infrastructures", "cluster"),
  Network: resource("config.openshift.io/v1", "Network", "networks", "cluster"),
  OperatorHub: resource("config.openshift.io/v1", "OperatorHub", "operatorhubs", "cluster"),
  CloudCredential: resource("operator.openshift.io/v1", "CloudCredential", "cloudcredentials", "cluster"),
  ClusterCSIDriver: resource("operator.openshift.io/v1", "ClusterCSIDriver", "clustercsidrivers", "cluster"),
  Console: resource("operator.openshift.io/v1", "Console", "consoles", "cluster"),
  IngressController: resource("operator.openshift.io/v1", "IngressController", "ingresscontrollers", "namespaced"),
  KubeAPIServer: resource("operator.openshift.io/v1", "KubeAPIServer", "kubeapiservers", "cluster"),
  KubeControllerManager: resource(
    "operator.openshift.io/v1",
    "KubeControllerManager",
    "kubecontrollermanagers",
    "cluster",
  ),
  CredentialsRequest: resource(
    "cloudcredential.openshift.io/v1",
    "CredentialsRequest",
    "credentialsrequests",
    "namespaced",
  ),
  ImageRegistryConfig: resource("imageregistry.operator.openshift.io/v1", "Config", "configs", "cluster"),
  SamplesConfig: resource("samples.operator.openshift.io/v1", "Config", "configs", "cluster"),
  Machine: resource("machine.openshift.io/v1beta1", "Machine", "machines", "namespaced"),
  MachineSet: resource("machine.openshift.io/v1beta1", "MachineSet", "machinesets", "namespaced"),
  MachineConfig: resource("machineconfiguration.openshift.io/v1", "MachineConfig", "machineconfigs", "cluster"),
  MachineConfigPool: resource(
    "machineconfiguration.openshift.io/v1",
    "MachineConfigPool",
    "machineconfigpools",
    "cluster",
  ),
  SecurityContextConstraints: resource(
    "security.openshift.io/v1",
    "SecurityContextConstraints",
    "securitycontextconstraints",
    "cluster",
  ),
  PrometheusRule: resource("monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules", "namespaced"),
  ServiceMonitor: resource("monitoring.coreos.com/v1", "ServiceMonitor", "servicemonitors", "namespaced"),
  AroCluster: resource("aro.openshift.io/v1alpha1", "Cluster", "clusters", "cluster"),
  PreviewFeature: resource("preview.aro.openshift.io/v1alpha1", "PreviewFeature", "previewfeatures", "cluster"),
  ClusterDeployment: resource("hive.openshift.io/v1", "ClusterDeployment", "clusterdeployments", "namespaced"),
  ClusterProvision: resource("hive.openshift.io/v1", "ClusterProvision", "clusterprovisions", "namespaced"),
  HiveConfig: resource("hive.openshift.io/v1", "HiveConfig", "hiveconfigs", "cluster"),
  SyncSet: resource("hive.openshift.io/v1", "SyncSet", "syncsets", "namespaced"),
  SelectorSyncSet: resource("hive.openshift.io/v1", "SelectorSyncSet", "selectorsyncsets", "cluster"),
  ClusterSync: resource("hiveinternal.openshift.io/v1alpha1", "ClusterSync", "clustersyncs", "namespaced"),
} as const satisfies Record<string, Resource>;

export interface ConfigMap extends KubernetesObject {
  data?: { [key: string]: string };
}

export interface Secret extends KubernetesObject {
  type?: string;
  /** Base64. */
  data?: { [key: string]: string };
  /** Clear text; writes only. */
  stringData?: { [key: string]: string };
}

/**
 * The kind of an object, found by its apiVersion and kind.
 * @throws Error naming the kind when it is not in the table.
 */
export function kindOf(object: Pick<KubernetesObject, "apiVersion" | "kind">): Resource {
  const found = Object.values<Resource>(kinds).find(
    ({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind,
  );
  if (found === undefined) throw new Error(`${object.kind} of ${object.apiVersion} is not among the known kinds`);
  return found;
}
