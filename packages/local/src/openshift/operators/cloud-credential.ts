import type { KubeObject } from "@aro/control-plane";
import { type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { secretOf } from "../machines/credentials.ts";

const credentialsRequests = "cloudcredential.openshift.io/v1/credentialsrequests";
const operatorNamespace = "openshift-cloud-credential-operator";
const root = { name: "azure-credentials", namespace: "kube-system" } as const;

/** A component's wish for credentials: name of the request, where its secret goes, and for whom. */
const requests: readonly (readonly [name: string, namespace: string, secret: string, accounts: readonly string[]])[] = [
  [
    "azure-disk-csi-driver-operator",
    "openshift-cluster-csi-drivers",
    "azure-disk-credentials",
    ["azure-disk-csi-driver-operator", "azure-disk-csi-driver-controller-sa"],
  ],
  [
    "azure-file-csi-driver-operator",
    "openshift-cluster-csi-drivers",
    "azure-file-credentials",
    ["azure-file-csi-driver-operator", "azure-file-csi-driver-controller-sa", "azure-file-csi-driver-node-sa"],
  ],
  [
    "openshift-azure-cloud-controller-manager",
    "openshift-cloud-controller-manager",
    "azure-cloud-credentials",
    ["cloud-controller-manager"],
  ],
  [
    "openshift-cloud-network-config-controller-azure",
    "openshift-cloud-network-config-controller",
    "cloud-credentials",
    ["cloud-network-config-controller"],
  ],
  [
    "openshift-image-registry-azure",
    "openshift-image-registry",
    "installer-cloud-credentials",
    ["cluster-image-registry-operator", "registry"],
  ],
  ["openshift-ingress-azure", "openshift-ingress-operator", "cloud-credentials", ["ingress-operator"]],
  ["openshift-machine-api-azure", "openshift-machine-api", "azure-cloud-credentials", ["machine-api-controllers"]],
];

const requestOf = ([name, namespace, secret, serviceAccountNames]: (typeof requests)[number]) => ({
  apiVersion: "cloudcredential.openshift.io/v1",
  kind: "CredentialsRequest",
  metadata: { name, namespace: operatorNamespace },
  spec: {
    providerSpec: {
      apiVersion: "cloudcredential.openshift.io/v1",
      kind: "AzureProviderSpec",
      roleBindings: [{ role: "Contributor" }],
    },
    secretRef: { name: secret, namespace },
    serviceAccountNames,
    cloudTokenPath: "/var/run/secrets/openshift/serviceaccount/token",
  },
});

interface RequestSpec {
  secretRef?: { name?: string; namespace?: string };
}

/**
 * CredentialsRequests get their secrets: on Azure the cluster's own credentials, passed through. A cluster without any (workload
 * identities) got its secrets from its installer.
 */
export const cloudCredentialController: ClusterController = async (context, signal) => {
  const api = context.objects("cloud-credential-operator");
  for (const one of requests) api.ensure(requestOf(one));
  /** Of which root the requests were last synchronised; of none when the operator begins: it then does so with all of them. */
  let synchronised: string | undefined;
  const look = (): undefined => {
    const data = secretOf(api, root.name, root.namespace);
    const version = JSON.stringify(data);
    const anew = version !== synchronised;
    synchronised = version;
    for (const request of api.list(credentialsRequests)) {
      if (request.metadata.deletionTimestamp !== undefined) continue;
      const { name, namespace } = (request["spec"] as RequestSpec | undefined)?.secretRef ?? {};
      if (name === undefined || namespace === undefined) continue;
      if (data !== undefined && api.get("v1/namespaces", namespace) !== undefined)
        pass(api, request, { name, namespace }, data);
      if (data !== undefined) say(api, request, timeStamp(context.clock.now()), anew);
    }
  };
  await keep(
    context,
    { name: "cloud-credential-operator", resources: [credentialsRequests, "v1/secrets", "v1/namespaces"] },
    look,
    signal,
  );
};

function pass(
  api: Objects,
  request: KubeObject,
  { name, namespace }: { name: string; namespace: string },
  data: Readonly<Record<string, string>>,
): void {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([member, value]) => [member, Buffer.from(value).toString("base64")]),
  );
  const annotations = {
    "cloudcredential.openshift.io/credentials-request": `${request.metadata.namespace}/${request.metadata.name}`,
  };
  api.ensure({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, annotations },
    type: "Opaque",
    data: encoded,
  });
  api.change("v1/secrets", name, namespace, (held) => ({ ...held, data: encoded }));
}

function say(api: Objects, request: KubeObject, now: string, anew: boolean): void {
  const held = (request["status"] ?? {}) as { provisioned?: boolean; lastSyncGeneration?: number };
  if (!anew && held.provisioned === true && held.lastSyncGeneration === request.metadata.generation) return;
  api.setStatus(credentialsRequests, request.metadata.name, request.metadata.namespace, {
    ...held,
    provisioned: true,
    lastSyncGeneration: request.metadata.generation ?? 1,
    lastSyncTimestamp: now,
    providerStatus: {
      apiVersion: "cloudcredential.openshift.io/v1",
      kind: "AzureProviderStatus",
      serviceAccounts: null,
    },
  });
}
