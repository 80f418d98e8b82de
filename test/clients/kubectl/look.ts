import type { Chapter, Command } from "./command.ts";

/** What there is, in every form of telling it. The sample of `npm test` too. */
export const look: readonly Chapter[] = [
  {
    title: "nodes",
    commands: [
      {
        say: "get nodes",
        shows: [
          /^NAME +STATUS +ROLES +AGE +VERSION\n/,
          /-master-0 +Ready +(control-plane,master|master) +\d+\w+ +v1\.\d+\.\d+/,
        ],
      },
      {
        say: "get nodes -o wide",
        shows: [
          /^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP +OS-IMAGE +KERNEL-VERSION +CONTAINER-RUNTIME\n/,
          /Red Hat Enterprise Linux CoreOS .* cri-o:/,
        ],
      },
      { say: "get nodes -o name", shows: /^node\/\S+\n(node\/\S+\n){2,}$/ },
      { say: "get nodes -o jsonpath={.items[0].metadata.name}", keep: "master", shows: /-master-0$/ },
      {
        say: "describe node $master",
        shows: [/^Name: +\S+/, /Ready +True .*KubeletReady/, /Non-terminated Pods: +\(\d+ in total\)/],
      },
      {
        say: "get nodes -o custom-columns=NAME:.metadata.name,ARCH:.status.nodeInfo.architecture",
        shows: [/^NAME +ARCH\n/, /-master-1 +amd64\n/],
      },
      {
        say: "get nodes --sort-by=.metadata.name --no-headers -o custom-columns=:.metadata.name",
        shows: /-master-0\s+\S+-master-1\s+\S+-master-2\n/,
      },
      { say: "get node $master -o yaml", shows: [/^apiVersion: v1\n/, /\nkind: Node\n/, /\n {2}nodeInfo:\n/] },
      { say: "get node $master -o json", shows: /"kind": "Node"/ },
      { say: "get node absent", refused: /Error from server \(NotFound\): nodes "absent" not found/ },
    ],
  },
  {
    title: "what is served",
    commands: [
      { say: "version", shows: /Server Version:.*v?1\.\d+/ },
      { say: "cluster-info", shows: /(control plane|master).* is running at .*https:\/\/api/ },
      { say: "api-versions", shows: [/^apps\/v1$/m, /^config\.openshift\.io\/v1$/m] },
      {
        say: "api-resources",
        shows: [
          /^nodes +no +v1 +false +Node$|^nodes +no +false +Node$/m,
          /^clusteroperators +co +config\.openshift\.io/m,
        ],
      },
      { say: "api-resources --api-group=apps -o name", shows: [/deployments\.apps/, /daemonsets\.apps/] },
      { say: "explain deployment.spec.strategy", shows: [/KIND: +Deployment/, /rollingUpdate/] },
      { say: "explain clusterversion.spec", shows: [/KIND: +ClusterVersion/, /desiredUpdate/] },
      {
        say: "get clusteroperators",
        shows: [/^NAME +VERSION +AVAILABLE +PROGRESSING +DEGRADED +SINCE/, /^dns +4\.\d+/m],
        within: 60,
      },
      { say: "get namespaces openshift-ingress", shows: /^NAME +STATUS +AGE\nopenshift-ingress +Active +\d+\w+\n$/ },
    ],
  },
  {
    title: "rights",
    commands: [
      { say: "auth can-i '*' '*' --all-namespaces", shows: /^yes/ },
      { say: "auth can-i list nodes --as=somebody", refused: /^$|no/ },
      { say: "auth can-i --list", shows: /\*\.\* +\[\] +\[\] +\[\*\]/ },
      {
        say: "get nodes --as=somebody",
        refused: /Forbidden.*User "somebody" cannot list resource "nodes" in API group "" at the cluster scope/,
      },
    ],
  },
];

const kinds: readonly (readonly [words: string, header: RegExp])[] = [
  ["services", /^NAMESPACE +NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\n/],
  ["services -o wide", /^NAMESPACE +NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE +SELECTOR\n/],
  ["endpoints", /^NAMESPACE +NAME +ENDPOINTS +AGE\n/],
  ["endpointslices", /^NAMESPACE +NAME +ADDRESSTYPE +PORTS +ENDPOINTS +AGE\n/],
  ["configmaps", /^NAMESPACE +NAME +DATA +AGE\n/],
  ["secrets", /^NAMESPACE +NAME +TYPE +DATA +AGE\n/],
  ["serviceaccounts", /^NAMESPACE +NAME +(SECRETS +)?AGE\n/],
  ["leases", /^NAMESPACE +NAME +HOLDER +AGE\n/],
  ["roles", /^NAMESPACE +NAME +CREATED AT\n/],
  ["rolebindings", /^NAMESPACE +NAME +ROLE +AGE\n/],
  ["rolebindings -o wide", /^NAMESPACE +NAME +ROLE +AGE +USERS +GROUPS +SERVICEACCOUNTS\n/],
  ["deployments", /^NAMESPACE +NAME +READY +UP-TO-DATE +AVAILABLE +AGE\n/],
  ["daemonsets", /^NAMESPACE +NAME +DESIRED +CURRENT +READY +UP-TO-DATE +AVAILABLE +NODE SELECTOR +AGE\n/],
  ["replicasets", /^NAMESPACE +NAME +DESIRED +CURRENT +READY +AGE\n/],
  ["pods", /^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE\n/],
  ["pods -o wide", /^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n/],
  ["events", /^NAMESPACE +LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/],
  ["clusterroles", /^NAME +CREATED AT\n/],
  ["clusterrolebindings", /^NAME +ROLE +AGE\n/],
  ["priorityclasses", /^NAME +VALUE +GLOBAL-DEFAULT +AGE( +PREEMPTIONPOLICY)?\n/],
  ["storageclasses", /^NAME +PROVISIONER +RECLAIMPOLICY +VOLUMEBINDINGMODE +ALLOWVOLUMEEXPANSION +AGE\n/],
  ["crds", /^NAME +CREATED AT\n/],
  ["apiservices", /^NAME +SERVICE +AVAILABLE +AGE\n/],
  ["machines -n openshift-machine-api", /NAME +PHASE +TYPE +REGION +ZONE +AGE\n/],
  ["machinesets", /^NAMESPACE +NAME +DESIRED +CURRENT +READY +AVAILABLE +AGE\n/],
  ["machineconfigpools", /^NAME +CONFIG +UPDATED +UPDATING +DEGRADED/],
  ["flowschemas", /^NAME +PRIORITYLEVEL +MATCHINGPRECEDENCE +DISTINGUISHERMETHOD +AGE +MISSINGPL\n/],
  [
    "prioritylevelconfigurations",
    /^NAME +TYPE +NOMINALCONCURRENCYSHARES +QUEUES +HANDSIZE +QUEUELENGTHLIMIT +AGE\n[\s\S]*openshift-control-plane-operators +Limited/,
  ],
  ["ingresscontrollers", /^NAMESPACE +NAME +AGE\nopenshift-ingress-operator +default/],
  ["controlplanemachinesets", /^NAMESPACE +NAME +DESIRED +CURRENT +READY +UPDATED +UNAVAILABLE +STATE +AGE\n/],
  ["clusterversions", /^NAME +VERSION +AVAILABLE +PROGRESSING +SINCE +STATUS\n/],
  ["routes", /^NAMESPACE +NAME +HOST\/PORT|^NAMESPACE +NAME +HOST/],
  ["configs.imageregistry.operator.openshift.io", /^NAME +AGE\ncluster +\d/],
];

/** Every kind that a fresh cluster has, in its columns; and described. */
export const everyKind: readonly Chapter[] = [
  {
    title: "tables",
    commands: kinds.map(
      ([words, header]): Command => ({
        say: `get ${words}${words.includes(" -n ") ? "" : " --all-namespaces"}`,
        shows: header,
      }),
    ),
  },
  {
    title: "describe",
    commands: [
      {
        say: "describe deployment -n openshift-ingress router-default",
        shows: [/Replicas: +2 desired \| 2 updated/, /NewReplicaSet: +router-default-/],
      },
      {
        say: "describe service -n openshift-ingress router-default",
        shows: [/Type: +LoadBalancer/, /LoadBalancer Ingress: +\d+\./, /Endpoints: +\d+\./],
      },
      { say: "describe daemonset -n openshift-dns dns-default", shows: /Desired Number of Nodes Scheduled: 6/ },
      { say: "get pods -n openshift-dns -o jsonpath={.items[0].metadata.name}", keep: "dns" },
      {
        say: "describe pod -n openshift-dns $dns",
        shows: [/Status: +Running/, /Controlled By: +DaemonSet\//, /Normal +Started /],
      },
      { say: "describe namespace default", shows: /Status: +Active/ },
      { say: "describe clusterversion version", shows: /Kind: +ClusterVersion/ },
      { say: "describe secret -n kube-system kubeadmin", shows: /kubeadmin: +60 bytes/ },
      { say: "describe clusterrole cluster-admin", shows: /\*\.\* +\[\] +\[\] +\[\*\]/ },
      { say: "describe storageclass", shows: /IsDefaultClass: +Yes/ },
      { say: "describe machine -n openshift-machine-api", shows: /Kind: +Machine/ },
      { say: "describe flowschema exempt", shows: [/Kind: +FlowSchema/, /Reason: +Found/] },
      {
        say: "describe service -n openshift-dns dns-default",
        shows: [/IP: +\d+\.\d+\.\d+\.10\n/, /Endpoints: +\d+\./],
      },
      { say: "explain flowschema.spec.matchingPrecedence", shows: /matchingPrecedence/ },
      {
        say: "get --raw /debug/api_priority_and_fairness/dump_priority_levels",
        shows: [/^PriorityLevelName, /, /\nexempt, /],
      },
    ],
  },
];
