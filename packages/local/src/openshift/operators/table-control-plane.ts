import { daemonSet, deployment, type OperatorRow, staticPod } from "./rows.ts";

const operator = "operator.openshift.io";

/** Operators of what the control plane consists of, in the order in which the version operator comes to them. */
export const controlPlaneOperators: readonly OperatorRow[] = [
  {
    name: "config-operator",
    level: 10,
    operands: ["feature-gates"],
    related: [[operator, "configs", "cluster"]],
    workloads: [deployment("openshift-config-operator/openshift-config-operator", "masters")],
  },
  {
    name: "etcd",
    level: 12,
    operands: ["raw-internal", "etcd"],
    related: [[operator, "etcds", "cluster"]],
    workloads: [
      deployment("openshift-etcd-operator/etcd-operator", "masters"),
      staticPod("openshift-etcd/etcd", ["etcdctl", "etcd", "etcd-metrics", "etcd-readyz", "etcd-rev"]),
    ],
  },
  {
    name: "kube-apiserver",
    level: 20,
    operands: ["raw-internal", "kube-apiserver"],
    related: [
      [operator, "kubeapiservers", "cluster"],
      ["apiextensions.k8s.io", "customresourcedefinitions", ""],
    ],
    workloads: [
      deployment("openshift-kube-apiserver-operator/kube-apiserver-operator", "masters"),
      staticPod("openshift-kube-apiserver/kube-apiserver", [
        "kube-apiserver",
        "kube-apiserver-cert-syncer",
        "kube-apiserver-cert-regeneration-controller",
        "kube-apiserver-insecure-readyz",
        "kube-apiserver-check-endpoints",
      ]),
    ],
  },
  {
    name: "kube-controller-manager",
    level: 25,
    operands: ["raw-internal", "kube-controller-manager"],
    related: [[operator, "kubecontrollermanagers", "cluster"]],
    workloads: [
      deployment("openshift-kube-controller-manager-operator/kube-controller-manager-operator", "masters"),
      staticPod("openshift-kube-controller-manager/kube-controller-manager", [
        "kube-controller-manager",
        "cluster-policy-controller",
        "kube-controller-manager-cert-syncer",
        "kube-controller-manager-recovery-controller",
      ]),
    ],
  },
  {
    name: "kube-scheduler",
    level: 25,
    operands: ["raw-internal", "kube-scheduler"],
    related: [[operator, "kubeschedulers", "cluster"]],
    workloads: [
      deployment("openshift-kube-scheduler-operator/openshift-kube-scheduler-operator", "masters"),
      staticPod("openshift-kube-scheduler/openshift-kube-scheduler", [
        "kube-scheduler",
        "kube-scheduler-cert-syncer",
        "kube-scheduler-recovery-controller",
      ]),
    ],
  },
  {
    name: "cloud-controller-manager",
    level: 26,
    related: [["config.openshift.io", "clusteroperators", "cloud-controller-manager"]],
    workloads: [
      deployment("openshift-cloud-controller-manager-operator/cluster-cloud-controller-manager-operator", "masters"),
      deployment("openshift-cloud-controller-manager/azure-cloud-controller-manager", "masters", 2),
      daemonSet("openshift-cloud-controller-manager/azure-cloud-node-manager", "all"),
    ],
  },
  {
    name: "network",
    level: 26,
    related: [
      [operator, "networks", "cluster"],
      ["", "nodes", ""],
    ],
    workloads: [
      deployment("openshift-network-operator/network-operator", "masters"),
      deployment("openshift-ovn-kubernetes/ovnkube-control-plane", "masters", 2, [
        "kube-rbac-proxy",
        "ovnkube-cluster-manager",
      ]),
      daemonSet("openshift-ovn-kubernetes/ovnkube-node", "all", [
        "ovn-controller",
        "ovn-acl-logging",
        "kube-rbac-proxy-node",
        "kube-rbac-proxy-ovn-metrics",
        "northd",
        "nbdb",
        "sbdb",
        "ovnkube-controller",
      ]),
      daemonSet("openshift-multus/multus", "all", ["kube-multus"]),
      deployment("openshift-multus/multus-admission-controller", "masters", 2),
      deployment("openshift-network-diagnostics/network-check-source", "workers"),
    ],
  },
  {
    name: "cloud-credential",
    level: 30,
    related: [[operator, "cloudcredentials", "cluster"]],
    workloads: [deployment("openshift-cloud-credential-operator/cloud-credential-operator", "masters")],
  },
  {
    name: "machine-api",
    level: 30,
    related: [
      ["machine.openshift.io", "machines", ""],
      ["machine.openshift.io", "machinesets", ""],
      ["config.openshift.io", "infrastructures", "cluster"],
    ],
    workloads: [
      deployment("openshift-machine-api/machine-api-operator", "masters"),
      deployment("openshift-machine-api/machine-api-controllers", "masters", 1, [
        "machineset-controller",
        "machine-controller",
        "nodelink-controller",
        "machine-healthcheck-controller",
      ]),
    ],
  },
  {
    name: "machine-approver",
    level: 30,
    related: [],
    workloads: [deployment("openshift-cluster-machine-approver/machine-approver", "masters")],
  },
  {
    name: "cluster-autoscaler",
    level: 30,
    related: [["autoscaling.openshift.io", "clusterautoscalers", ""]],
    workloads: [deployment("openshift-machine-api/cluster-autoscaler-operator", "masters")],
  },
  {
    name: "control-plane-machine-set",
    level: 30,
    related: [["machine.openshift.io", "controlplanemachinesets", ""]],
    workloads: [deployment("openshift-machine-api/control-plane-machine-set-operator", "masters")],
  },
  {
    name: "openshift-apiserver",
    level: 40,
    operands: ["openshift-apiserver"],
    related: [[operator, "openshiftapiservers", "cluster"]],
    workloads: [
      deployment("openshift-apiserver-operator/openshift-apiserver-operator", "masters"),
      deployment("openshift-apiserver/apiserver", "masters", 3, [
        "openshift-apiserver",
        "openshift-apiserver-check-endpoints",
      ]),
    ],
  },
  {
    name: "openshift-controller-manager",
    level: 40,
    related: [[operator, "openshiftcontrollermanagers", "cluster"]],
    workloads: [
      deployment("openshift-controller-manager-operator/openshift-controller-manager-operator", "masters"),
      deployment("openshift-controller-manager/controller-manager", "masters", 3),
      deployment("openshift-route-controller-manager/route-controller-manager", "masters", 3),
    ],
  },
  {
    name: "authentication",
    level: 50,
    operands: ["oauth-apiserver", "oauth-openshift"],
    related: [
      [operator, "authentications", "cluster"],
      ["config.openshift.io", "authentications", "cluster"],
      ["config.openshift.io", "oauths", "cluster"],
      ["route.openshift.io", "routes", "oauth-openshift"],
    ],
    workloads: [
      deployment("openshift-authentication-operator/authentication-operator", "masters"),
      deployment("openshift-oauth-apiserver/apiserver", "masters", 3, ["oauth-apiserver"]),
      deployment("openshift-authentication/oauth-openshift", "masters", 3),
    ],
  },
];
