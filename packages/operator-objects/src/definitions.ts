import type { KubernetesObject } from "@aro/kubernetes";

/*
 * The operator's own kinds (spec 04 §1). Types are all that is validated of the Cluster: the service writes it, and a newer service must be able to
 * write to a cluster whose operator is older.
 */

const text = { type: "string" };
const texts = { type: "array", items: text };
const conditions = {
  type: "array",
  items: {
    type: "object",
    required: ["type"],
    properties: {
      type: text,
      status: text,
      reason: text,
      message: text,
      lastTransitionTime: { type: "string", format: "date-time" },
    },
  },
};

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

const definition = (
  { group, kind, plural }: { group: string; kind: string; plural: string },
  schema: { spec: object; status: object },
): KubernetesObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
    scope: "Cluster",
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: object({ apiVersion: text, kind: text, metadata: { type: "object" }, ...schema }),
        },
      },
    ],
  },
});

const cluster = definition(
  { group: "aro.openshift.io", kind: "Cluster", plural: "clusters" },
  {
    spec: object({
      resourceId: text,
      clusterResourceGroupId: text,
      domain: text,
      acrDomain: text,
      azEnvironment: text,
      location: text,
      infraId: text,
      storageSuffix: text,
      architectureVersion: { type: "integer" },
      genevaLogging: { type: "object" },
      internetChecker: object({ urls: texts }),
      vnetId: text,
      apiIntIP: text,
      ingressIP: text,
      gatewayDomains: texts,
      gatewayTelemetryDomain: text,
      gatewayPrivateEndpointIP: text,
      banner: object({ content: text }),
      serviceSubnets: texts,
      operatorflags: { type: "object", additionalProperties: text },
    }),
    status: object({ operatorVersion: text, conditions, redHatKeysPresent: texts }),
  },
);

const previewFeature = definition(
  { group: "preview.aro.openshift.io", kind: "PreviewFeature", plural: "previewfeatures" },
  {
    spec: object({
      nsgFlowLogs: object(
        {
          enabled: { type: "boolean" },
          version: { type: "integer", enum: [1, 2], default: 2 },
          networkWatcherID: text,
          storageAccountResourceId: text,
          retentionDays: { type: "integer", format: "int32", default: 90 },
          trafficAnalyticsLogAnalyticsWorkspaceId: text,
          trafficAnalyticsInterval: { type: "string", enum: ["60m", "10m"], default: "60m" },
        },
        { required: ["enabled"] },
      ),
    }),
    status: object({ operatorVersion: text, conditions }),
  },
);

/** The definitions that a cluster gets with the operator. */
export const operatorDefinitions: readonly KubernetesObject[] = [cluster, previewFeature];
