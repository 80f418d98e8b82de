import type { KubernetesObject } from "@aro/kubernetes";
import { type OperatorRole, operatorNames } from "./names.ts";

/** Which build of the operator, and how it comes by its rights in Azure. */
export interface OperatorBuild {
  image: string;
  /** What the deployment says it is: the image's tag. */
  version: string;
  /** The cluster knows the restricted profile of pods (4.11 and later). */
  restricted: boolean;
  /** The cluster has workload identities: a token of the pod's account stands for one. */
  workloadIdentity: boolean;
}

/** What stands behind the last colon of an image, `latest` when nothing does (spec 04 §8.3). A port in the registry's name is no tag. */
export function tagOf(image: string): string {
  const at = image.lastIndexOf(":");
  return at < 0 || image.includes("/", at) ? "latest" : image.slice(at + 1);
}

const { namespace, container, azureCredentials, federatedTokenFile } = operatorNames;

const requests = { master: { cpu: "10m", memory: "250Mi" }, worker: { cpu: "10m", memory: "100Mi" } } as const;
const nodeSelectors = {
  master: { "node-role.kubernetes.io/master": "" },
  worker: { "node-role.kubernetes.io/worker": "", "kubernetes.io/arch": "amd64" },
} as const;

const fromSecret = (name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: azureCredentials, key } },
});

/** How the master operator signs in to Azure: by what the cloud credential operator, or the service, keeps in a secret (spec 04 §9.1). */
const azureVariables = (workloadIdentity: boolean): object[] => [
  {
    name: "AZURE_TOKEN_CREDENTIALS",
    value: workloadIdentity ? "WorkloadIdentityCredential" : "EnvironmentCredential",
  },
  fromSecret("AZURE_CLIENT_ID", "azure_client_id"),
  fromSecret("AZURE_TENANT_ID", "azure_tenant_id"),
  workloadIdentity
    ? { name: "AZURE_FEDERATED_TOKEN_FILE", value: federatedTokenFile }
    : fromSecret("AZURE_CLIENT_SECRET", "azure_client_secret"),
];

/** The deployment of one of the operator's processes (spec 04 §8.2). */
export function operatorDeployment(role: OperatorRole, build: OperatorBuild): KubernetesObject {
  const name = operatorNames[role];
  const labels = { app: name };
  const isMaster = role === "master";
  const mountsToken = isMaster && build.workloadIdentity;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: { ...labels, version: build.version } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: container,
              image: build.image,
              command: ["aro"],
              args: ["operator", role],
              resources: { requests: requests[role] },
              livenessProbe: { httpGet: { path: "/healthz/ready", port: 8080 } },
              ...(isMaster
                ? {
                    ports: [
                      { containerPort: 8080, name: "http" },
                      { containerPort: 8888, name: "http-metrics" },
                    ],
                    env: azureVariables(build.workloadIdentity),
                  }
                : {}),
              ...(mountsToken
                ? {
                    volumeMounts: [
                      {
                        name: "bound-sa-token",
                        mountPath: federatedTokenFile.slice(0, federatedTokenFile.lastIndexOf("/")),
                        readOnly: true,
                      },
                    ],
                  }
                : {}),
              ...(build.restricted
                ? {
                    securityContext: {
                      allowPrivilegeEscalation: false,
                      capabilities: { drop: ["ALL"] },
                      runAsNonRoot: true,
                    },
                  }
                : {}),
            },
          ],
          ...(mountsToken
            ? {
                volumes: [
                  {
                    name: "bound-sa-token",
                    projected: {
                      defaultMode: 0o644,
                      sources: [
                        { serviceAccountToken: { audience: "openshift", expirationSeconds: 3600, path: "token" } },
                      ],
                    },
                  },
                ],
              }
            : {}),
          ...(build.restricted
            ? { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } }
            : {}),
          nodeSelector: nodeSelectors[role],
          priorityClassName: "system-cluster-critical",
          serviceAccountName: name,
          tolerations: [
            { effect: "NoExecute", operator: "Exists" },
            { effect: "NoSchedule", operator: "Exists" },
          ],
        },
      },
    },
  };
}
