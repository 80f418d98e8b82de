import { daemonSet, deployment, type OperatorRow, statefulSet } from "./rows.ts";

const operator = "operator.openshift.io";

/** Operators of what stands on the control plane. */
export const platformOperators: readonly OperatorRow[] = [
  {
    name: "service-ca",
    level: 50,
    related: [[operator, "servicecas", "cluster"]],
    workloads: [
      deployment("openshift-service-ca-operator/service-ca-operator", "masters"),
      deployment("openshift-service-ca/service-ca", "masters"),
    ],
  },
  {
    name: "dns",
    level: 50,
    operands: ["coredns", "openshift-cli", "kube-rbac-proxy"],
    related: [[operator, "dnses", "default"]],
    workloads: [
      deployment("openshift-dns-operator/dns-operator", "masters", 1, ["dns-operator", "kube-rbac-proxy"]),
      daemonSet("openshift-dns/dns-default", "all", ["dns", "kube-rbac-proxy"]),
      daemonSet("openshift-dns/node-resolver", "all", ["dns-node-resolver"]),
    ],
  },
  {
    name: "ingress",
    level: 50,
    operands: ["ingress-controller", "canary-server"],
    related: [
      [operator, "ingresscontrollers", ""],
      ["ingress.operator.openshift.io", "dnsrecords", ""],
    ],
    workloads: [
      deployment("openshift-ingress-operator/ingress-operator", "masters", 1, ["ingress-operator", "kube-rbac-proxy"]),
      deployment("openshift-ingress/router-default", "workers", 2, ["router"]),
      daemonSet("openshift-ingress-canary/ingress-canary", "workers", ["serve-healthcheck-canary"]),
    ],
  },
  {
    name: "image-registry",
    level: 50,
    related: [
      ["imageregistry.operator.openshift.io", "configs", "cluster"],
      ["imageregistry.operator.openshift.io", "imagepruners", "cluster"],
    ],
    workloads: [
      deployment("openshift-image-registry/cluster-image-registry-operator", "masters"),
      deployment("openshift-image-registry/image-registry", "workers", 2, ["registry"]),
      daemonSet("openshift-image-registry/node-ca", "all"),
    ],
  },
  {
    name: "insights",
    level: 50,
    related: [[operator, "insightsoperators", "cluster"]],
    workloads: [deployment("openshift-insights/insights-operator", "masters")],
  },
  {
    name: "storage",
    level: 50,
    operands: ["AzureDisk", "AzureFile"],
    related: [[operator, "storages", "cluster"]],
    workloads: [
      deployment("openshift-cluster-storage-operator/cluster-storage-operator", "masters"),
      deployment("openshift-cluster-csi-drivers/azure-disk-csi-driver-operator", "masters"),
      deployment("openshift-cluster-csi-drivers/azure-disk-csi-driver-controller", "masters", 2, [
        "csi-driver",
        "csi-provisioner",
        "csi-attacher",
      ]),
      daemonSet("openshift-cluster-csi-drivers/azure-disk-csi-driver-node", "all", [
        "csi-driver",
        "csi-node-driver-registrar",
      ]),
      deployment("openshift-cluster-csi-drivers/azure-file-csi-driver-operator", "masters"),
      deployment("openshift-cluster-csi-drivers/azure-file-csi-driver-controller", "masters", 2, [
        "csi-driver",
        "csi-provisioner",
      ]),
      daemonSet("openshift-cluster-csi-drivers/azure-file-csi-driver-node", "all", [
        "csi-driver",
        "csi-node-driver-registrar",
      ]),
    ],
  },
  {
    name: "csi-snapshot-controller",
    level: 50,
    related: [[operator, "csisnapshotcontrollers", "cluster"]],
    workloads: [
      deployment("openshift-cluster-storage-operator/csi-snapshot-controller-operator", "masters"),
      deployment("openshift-cluster-storage-operator/csi-snapshot-controller", "masters", 2, ["snapshot-controller"]),
    ],
  },
  {
    name: "kube-storage-version-migrator",
    level: 50,
    related: [[operator, "kubestorageversionmigrators", "cluster"]],
    workloads: [
      deployment("openshift-kube-storage-version-migrator-operator/kube-storage-version-migrator-operator", "masters"),
      deployment("openshift-kube-storage-version-migrator/migrator", "masters"),
    ],
  },
  {
    name: "marketplace",
    level: 50,
    related: [["config.openshift.io", "operatorhubs", "cluster"]],
    workloads: [deployment("openshift-marketplace/marketplace-operator", "masters")],
  },
  {
    name: "node-tuning",
    level: 50,
    operands: ["ocp-tuned"],
    related: [["tuned.openshift.io", "tuneds", "default"]],
    workloads: [
      deployment("openshift-cluster-node-tuning-operator/cluster-node-tuning-operator", "masters"),
      daemonSet("openshift-cluster-node-tuning-operator/tuned", "all"),
    ],
  },
  {
    name: "openshift-samples",
    level: 50,
    related: [["samples.operator.openshift.io", "configs", "cluster"]],
    workloads: [
      deployment("openshift-cluster-samples-operator/cluster-samples-operator", "masters", 1, [
        "cluster-samples-operator",
        "cluster-samples-operator-watch",
      ]),
    ],
  },
  {
    name: "operator-lifecycle-manager",
    level: 50,
    operands: ["operator-lifecycle-manager"],
    related: [["operators.coreos.com", "clusterserviceversions", "packageserver"]],
    workloads: [deployment("openshift-operator-lifecycle-manager/olm-operator", "masters")],
  },
  {
    name: "operator-lifecycle-manager-catalog",
    level: 50,
    operands: ["operator-lifecycle-manager"],
    related: [],
    workloads: [deployment("openshift-operator-lifecycle-manager/catalog-operator", "masters")],
  },
  {
    name: "operator-lifecycle-manager-packageserver",
    level: 50,
    operands: ["packageserver"],
    related: [],
    workloads: [deployment("openshift-operator-lifecycle-manager/packageserver", "masters", 2)],
  },
  {
    name: "olm",
    level: 50,
    since: 18,
    related: [[operator, "olms", "cluster"]],
    workloads: [
      deployment("openshift-cluster-olm-operator/cluster-olm-operator", "masters"),
      deployment("openshift-catalogd/catalogd-controller-manager", "masters", 1, ["manager"]),
      deployment("openshift-operator-controller/operator-controller-controller-manager", "masters", 1, ["manager"]),
    ],
  },
  {
    name: "console",
    level: 60,
    related: [
      [operator, "consoles", "cluster"],
      ["config.openshift.io", "consoles", "cluster"],
      ["route.openshift.io", "routes", "console"],
    ],
    workloads: [
      deployment("openshift-console-operator/console-operator", "masters"),
      deployment("openshift-console/console", "masters", 2),
      deployment("openshift-console/downloads", "workers", 2, ["download-server"]),
    ],
  },
  {
    name: "monitoring",
    level: 60,
    related: [["monitoring.coreos.com", "servicemonitors", ""]],
    workloads: [
      deployment("openshift-monitoring/cluster-monitoring-operator", "masters"),
      deployment("openshift-monitoring/prometheus-operator", "masters", 1, ["prometheus-operator", "kube-rbac-proxy"]),
      deployment("openshift-monitoring/kube-state-metrics", "workers", 1, [
        "kube-state-metrics",
        "kube-rbac-proxy-main",
      ]),
      deployment("openshift-monitoring/metrics-server", "workers", 2),
      deployment("openshift-monitoring/thanos-querier", "workers", 2, ["thanos-query", "kube-rbac-proxy-web"]),
      statefulSet("openshift-monitoring/prometheus-k8s", "workers", 2, [
        "prometheus",
        "config-reloader",
        "thanos-sidecar",
      ]),
      statefulSet("openshift-monitoring/alertmanager-main", "workers", 2, ["alertmanager", "config-reloader"]),
      daemonSet("openshift-monitoring/node-exporter", "all", ["node-exporter", "kube-rbac-proxy"]),
    ],
  },
  {
    name: "machine-config",
    level: 80,
    operands: ["operator-image"],
    related: [
      ["machineconfiguration.openshift.io", "machineconfigpools", ""],
      ["machineconfiguration.openshift.io", "controllerconfigs", "machine-config-controller"],
    ],
    workloads: [
      deployment("openshift-machine-config-operator/machine-config-operator", "masters"),
      deployment("openshift-machine-config-operator/machine-config-controller", "masters"),
      daemonSet("openshift-machine-config-operator/machine-config-daemon", "all", [
        "machine-config-daemon",
        "kube-rbac-proxy",
      ]),
      daemonSet("openshift-machine-config-operator/machine-config-server", "masters"),
    ],
  },
];
