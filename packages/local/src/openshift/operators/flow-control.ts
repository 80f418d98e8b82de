import type { Wanted } from "../cluster/objects.ts";

const api = "flowcontrol.apiserver.k8s.io";
const level = "openshift-control-plane-operators";

interface Flow {
  name: string;
  level: string;
  precedence: number;
  /** `NAMESPACE/NAME` of service accounts. */
  accounts: readonly string[];
  rules: "all" | "reviews" | "metrics";
}

const operatorFlow = (name: string, account = `${name}/${name.replace("openshift-", "")}`): Flow => ({
  name,
  level,
  precedence: 2000,
  accounts: [account],
  rules: "all",
});
const serverFlow = (name: string, account: string): Flow => ({
  name,
  level: "workload-high",
  precedence: 1000,
  accounts: [account],
  rules: "all",
});

/** Whose requests OpenShift's operators keep from waiting behind others'. */
const flows: readonly Flow[] = [
  {
    name: "openshift-apiserver-sar",
    level: "exempt",
    precedence: 2,
    accounts: ["openshift-apiserver/openshift-apiserver-sa"],
    rules: "reviews",
  },
  {
    name: "openshift-oauth-apiserver-sar",
    level: "exempt",
    precedence: 2,
    accounts: ["openshift-oauth-apiserver/oauth-apiserver-sa"],
    rules: "reviews",
  },
  {
    name: "openshift-ovn-kubernetes",
    level: "system",
    precedence: 500,
    accounts: ["openshift-ovn-kubernetes/ovn-kubernetes-node", "openshift-ovn-kubernetes/ovn-kubernetes-control-plane"],
    rules: "all",
  },
  serverFlow("openshift-apiserver", "openshift-apiserver/openshift-apiserver-sa"),
  serverFlow("openshift-controller-manager", "openshift-controller-manager/openshift-controller-manager-sa"),
  serverFlow("openshift-oauth-apiserver", "openshift-oauth-apiserver/oauth-apiserver-sa"),
  serverFlow("openshift-oauth-server", "openshift-authentication/oauth-openshift"),
  {
    name: "openshift-monitoring-metrics",
    level: "workload-high",
    precedence: 2000,
    accounts: ["openshift-monitoring/prometheus-k8s"],
    rules: "metrics",
  },
  operatorFlow("openshift-apiserver-operator", "openshift-apiserver-operator/openshift-apiserver-operator"),
  operatorFlow("openshift-authentication-operator"),
  operatorFlow("openshift-etcd-operator"),
  operatorFlow("openshift-kube-apiserver-operator"),
];

const everything = [
  {
    resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"] }],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  },
];
const rules: Readonly<Record<Flow["rules"], readonly object[]>> = {
  all: everything,
  reviews: [
    {
      resourceRules: [
        { verbs: ["*"], apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], clusterScope: true },
        { verbs: ["*"], apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], clusterScope: true },
      ],
    },
  ],
  metrics: [{ nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/metrics"] }] }],
};

/** Flow schemas and the priority level of OpenShift's own components, next to those of Kubernetes. */
export const flowControl = (): readonly Wanted[] => [
  {
    apiVersion: `${api}/v1`,
    kind: "PriorityLevelConfiguration",
    metadata: { name: level },
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: 10,
        lendablePercent: 33,
        limitResponse: { type: "Queue", queuing: { queues: 128, handSize: 6, queueLengthLimit: 50 } },
      },
    },
  },
  ...flows.map(
    (flow): Wanted => ({
      apiVersion: `${api}/v1`,
      kind: "FlowSchema",
      metadata: { name: flow.name },
      spec: {
        distinguisherMethod: { type: "ByUser" },
        matchingPrecedence: flow.precedence,
        priorityLevelConfiguration: { name: flow.level },
        rules: rules[flow.rules].map((rule) => ({
          ...rule,
          subjects: flow.accounts.map((account) => {
            const [namespace, name] = account.split("/");
            return { kind: "ServiceAccount", serviceAccount: { name, namespace } };
          }),
        })),
      },
    }),
  ),
];
