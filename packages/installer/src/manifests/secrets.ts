import { stringify } from "yaml";
import type { DrawnSecrets } from "../cluster/drawn-secrets.ts";
import { type InstallFacts, infraIdOf, internalAddressOf, managedGroupOf, regionOf } from "../cluster/facts.ts";
import { pointerIgnition } from "../ignition/config.ts";
import { type Certificates, clientAuthorities, serverAuthorities } from "../tls/certificates.ts";
import { configMap, type KubeObject, type ManifestFile, secret } from "./kube-object.ts";
import { nodeRoles } from "./machine-config.ts";

/** The service principal's credentials, as machine-api and the credential operator find them (spec 03 §8.1). None with workload identities. */
function credentials(facts: InstallFacts): KubeObject[] {
  const { servicePrincipalProfile: principal } = facts.cluster.properties;
  if (principal === undefined) return [];
  return [
    secret("kube-system", "azure-credentials", {
      azure_subscription_id: facts.subscriptionId,
      azure_client_id: principal.clientId,
      azure_client_secret: principal.clientSecret,
      azure_tenant_id: facts.tenantId,
      azure_resource_prefix: infraIdOf(facts),
      azure_resourcegroup: managedGroupOf(facts),
      azure_region: regionOf(facts),
    }),
  ];
}

/** What the cloud controllers sign in with. */
function cloudProvider({ cluster }: InstallFacts): KubeObject[] {
  const { servicePrincipalProfile: principal } = cluster.properties;
  if (principal === undefined) return [];
  const cloudConfig = stringify({ aadClientId: principal.clientId, aadClientSecret: principal.clientSecret });
  return [secret("kube-system", "azure-cloud-provider", { "cloud-config": cloudConfig })];
}

/** Who may read the credentials. */
const credentialsReader: readonly KubeObject[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "azure-creds-secret-reader", namespace: "kube-system" },
    rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["azure-credentials"], verbs: ["get"] }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "azure-creds-secret-reader", namespace: "kube-system" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "azure-creds-secret-reader" },
    subjects: [
      {
        kind: "ServiceAccount",
        name: "azure-cloud-credentials-reader",
        namespace: "openshift-cluster-csi-drivers",
      },
    ],
  },
];

/** What the cluster trusts and serves with from its first moment. */
const trust = (certificates: Certificates): ManifestFile[] => [
  {
    path: "manifests/kube-system-configmap-root-ca.yaml",
    objects: [configMap("kube-system", "root-ca", { "ca.crt": certificates["root-ca"].certificate })],
  },
  {
    path: "manifests/openshift-config-configmap-initial-kube-apiserver-server-ca.yaml",
    objects: [
      configMap("openshift-config", "initial-kube-apiserver-server-ca", {
        "ca-bundle.crt": serverAuthorities(certificates),
      }),
    ],
  },
  {
    path: "manifests/openshift-config-configmap-admin-kubeconfig-client-ca.yaml",
    objects: [
      configMap("openshift-config", "admin-kubeconfig-client-ca", {
        "ca-bundle.crt": certificates["admin-kubeconfig-signer"].certificate,
      }),
    ],
  },
  {
    path: "manifests/openshift-config-configmap-initial-client-ca.yaml",
    objects: [configMap("openshift-config", "initial-client-ca", { "ca-bundle.crt": clientAuthorities(certificates) })],
  },
  {
    path: "manifests/machine-config-server-tls-secret.yaml",
    objects: [
      secret("openshift-machine-config-operator", "machine-config-server-tls", {
        "tls.crt": certificates["machine-config-server"].certificate,
        "tls.key": certificates["machine-config-server"].key,
      }),
    ],
  },
];

/** Secrets and trust of a new cluster. */
export function secretFiles(facts: InstallFacts, certificates: Certificates, drawn: DrawnSecrets): ManifestFile[] {
  const pointer = { internalAddress: internalAddressOf(facts), rootCa: certificates["root-ca"].certificate };
  const files: ManifestFile[] = [
    ...trust(certificates),
    {
      path: "manifests/openshift-config-secret-pull-secret.yaml",
      objects: [
        secret(
          "openshift-config",
          "pull-secret",
          { ".dockerconfigjson": JSON.stringify(facts.pullSecret) },
          "kubernetes.io/dockerconfigjson",
        ),
      ],
    },
    { path: "openshift/99_cloud-creds-secret.yaml", objects: credentials(facts) },
    { path: "openshift/99_azure-cloud-provider-secret.yaml", objects: cloudProvider(facts) },
    { path: "openshift/99_role-cloud-creds-secret-reader.yaml", objects: credentialsReader },
    {
      path: "openshift/99_kubeadmin-password-secret.yaml",
      objects: [secret("kube-system", "kubeadmin", { kubeadmin: drawn.kubeadminHash })],
    },
    ...nodeRoles.map((role) => ({
      path: `openshift/99_openshift-cluster-api_${role}-user-data-secret.yaml`,
      objects: [
        secret("openshift-machine-api", `${role}-user-data`, {
          disableTemplating: "true",
          userData: JSON.stringify(pointerIgnition(role, pointer)),
        }),
      ],
    })),
  ];
  return files.filter(({ objects }) => objects.length > 0);
}
