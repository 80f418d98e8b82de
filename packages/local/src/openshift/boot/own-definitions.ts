import type { Wanted } from "../cluster/objects.ts";

/** A definition that is published elsewhere than with OpenShift's API: its schema is what clients of ours read and write, all else is kept. */
interface Row {
  group: string;
  version: string;
  kind: string;
  plural: string;
  scope: "Cluster" | "Namespaced";
  shortNames?: readonly string[];
  status?: true;
  /** Schemas of members of spec. */
  spec?: Readonly<Record<string, object>>;
  columns?: readonly { name: string; type: string; jsonPath: string }[];
}

const text = { type: "string" };
const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const texts = { type: "array", items: text };
const things = { type: "array", items: anything };

const rows: readonly Row[] = [
  {
    group: "cloudcredential.openshift.io",
    version: "v1",
    kind: "CredentialsRequest",
    plural: "credentialsrequests",
    scope: "Namespaced",
    status: true,
    spec: {
      secretRef: {
        type: "object",
        properties: { name: text, namespace: text },
        "x-kubernetes-preserve-unknown-fields": true,
      },
      providerSpec: anything,
      serviceAccountNames: texts,
      cloudTokenPath: text,
    },
  },
  {
    group: "imageregistry.operator.openshift.io",
    version: "v1",
    kind: "Config",
    plural: "configs",
    scope: "Cluster",
    status: true,
    spec: {
      managementState: { type: "string", enum: ["Managed", "Unmanaged", "Force", "Removed"] },
      logLevel: text,
      operatorLogLevel: text,
      httpSecret: text,
      replicas: { type: "integer", format: "int32" },
      rolloutStrategy: { type: "string", enum: ["RollingUpdate", "Recreate"] },
      storage: {
        type: "object",
        properties: {
          managementState: text,
          azure: {
            type: "object",
            properties: { accountName: text, container: text, cloudName: text },
            "x-kubernetes-preserve-unknown-fields": true,
          },
        },
        "x-kubernetes-preserve-unknown-fields": true,
      },
    },
  },
  {
    group: "monitoring.coreos.com",
    version: "v1",
    kind: "ServiceMonitor",
    plural: "servicemonitors",
    scope: "Namespaced",
    shortNames: ["smon"],
    spec: { endpoints: things, selector: anything, namespaceSelector: anything, jobLabel: text },
  },
  {
    group: "monitoring.coreos.com",
    version: "v1",
    kind: "PodMonitor",
    plural: "podmonitors",
    scope: "Namespaced",
    shortNames: ["pmon"],
    spec: { podMetricsEndpoints: things, selector: anything, namespaceSelector: anything },
  },
  {
    group: "monitoring.coreos.com",
    version: "v1",
    kind: "PrometheusRule",
    plural: "prometheusrules",
    scope: "Namespaced",
    shortNames: ["promrule"],
    spec: { groups: things },
  },
  {
    group: "monitoring.coreos.com",
    version: "v1",
    kind: "Prometheus",
    plural: "prometheuses",
    scope: "Namespaced",
    shortNames: ["prom"],
    status: true,
  },
  {
    group: "monitoring.coreos.com",
    version: "v1",
    kind: "Alertmanager",
    plural: "alertmanagers",
    scope: "Namespaced",
    shortNames: ["am"],
    status: true,
  },
  {
    group: "operators.coreos.com",
    version: "v1alpha1",
    kind: "ClusterServiceVersion",
    plural: "clusterserviceversions",
    scope: "Namespaced",
    shortNames: ["csv", "csvs"],
    status: true,
    columns: [
      { name: "Display", type: "string", jsonPath: ".spec.displayName" },
      { name: "Version", type: "string", jsonPath: ".spec.version" },
      { name: "Phase", type: "string", jsonPath: ".status.phase" },
    ],
  },
  {
    group: "operators.coreos.com",
    version: "v1alpha1",
    kind: "Subscription",
    plural: "subscriptions",
    scope: "Namespaced",
    shortNames: ["sub", "subs"],
    status: true,
    columns: [
      { name: "Package", type: "string", jsonPath: ".spec.name" },
      { name: "Source", type: "string", jsonPath: ".spec.source" },
      { name: "Channel", type: "string", jsonPath: ".spec.channel" },
    ],
  },
  {
    group: "operators.coreos.com",
    version: "v1alpha1",
    kind: "InstallPlan",
    plural: "installplans",
    scope: "Namespaced",
    shortNames: ["ip"],
    status: true,
  },
  {
    group: "operators.coreos.com",
    version: "v1alpha1",
    kind: "CatalogSource",
    plural: "catalogsources",
    scope: "Namespaced",
    shortNames: ["catsrc"],
    status: true,
    columns: [
      { name: "Display", type: "string", jsonPath: ".spec.displayName" },
      { name: "Type", type: "string", jsonPath: ".spec.sourceType" },
      { name: "Publisher", type: "string", jsonPath: ".spec.publisher" },
    ],
  },
  {
    group: "operators.coreos.com",
    version: "v1",
    kind: "OperatorGroup",
    plural: "operatorgroups",
    scope: "Namespaced",
    shortNames: ["og"],
    status: true,
  },
  { group: "tuned.openshift.io", version: "v1", kind: "Tuned", plural: "tuneds", scope: "Namespaced", status: true },
  {
    group: "tuned.openshift.io",
    version: "v1",
    kind: "Profile",
    plural: "profiles",
    scope: "Namespaced",
    status: true,
  },
  {
    group: "snapshot.storage.k8s.io",
    version: "v1",
    kind: "VolumeSnapshotClass",
    plural: "volumesnapshotclasses",
    scope: "Cluster",
  },
  {
    group: "k8s.cni.cncf.io",
    version: "v1",
    kind: "NetworkAttachmentDefinition",
    plural: "network-attachment-definitions",
    scope: "Namespaced",
    shortNames: ["net-attach-def"],
  },
];

const approval = "https://github.com/kubernetes-csi/external-snapshotter/pull/814";

const topLevel: Readonly<Record<string, readonly string[]>> = {
  // Classes of snapshots have their members beside metadata, not in a spec.
  VolumeSnapshotClass: ["driver", "deletionPolicy"],
};

/** The definitions of operators whose API is not published with OpenShift's. */
export const ownDefinitions = (): readonly Wanted[] =>
  rows.map(
    ({ group, version, kind, plural, scope, shortNames, status, spec = {}, columns }): Wanted => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: {
        name: `${plural}.${group}`,
        // Groups of Kubernetes' own are open to what its maintainers have approved.
        ...(group.endsWith(".k8s.io") ? { annotations: { "api-approved.kubernetes.io": approval } } : {}),
      },
      spec: {
        group,
        names: {
          kind,
          plural,
          singular: kind.toLowerCase(),
          listKind: `${kind}List`,
          ...(shortNames === undefined ? {} : { shortNames }),
        },
        scope,
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: "object",
                ...(topLevel[kind] === undefined ? {} : { "x-kubernetes-preserve-unknown-fields": true }),
                properties: {
                  spec: { ...anything, properties: spec },
                  ...(status === undefined ? {} : { status: anything }),
                },
              },
            },
            ...(status === undefined ? {} : { subresources: { status: {} } }),
            ...(columns === undefined
              ? {}
              : {
                  additionalPrinterColumns: [
                    ...columns,
                    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
                  ],
                }),
          },
        ],
      },
    }),
  );
