import type { Chapter } from "./command.ts";

const request = `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: $ns}
spec:
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: 86400
  usages: [client auth]
  request: $csr
`;

const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: $ns}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
`;

/** What an administrator does to machines, certificates and rights. */
export const administration: readonly Chapter[] = [
  {
    title: "nodes come and go",
    commands: [
      { say: "cordon $worker", shows: /cordoned/ },
      { say: "get node $worker", shows: /Ready,SchedulingDisabled +\S*worker/ },
      {
        say: "drain $worker --ignore-daemonsets --delete-emptydir-data --force --timeout=120s",
        shows: /drained|evicted/,
      },
      {
        say: "get pods --all-namespaces --field-selector=spec.nodeName=$worker -o jsonpath={.items[*].metadata.ownerReferences[*].kind}",
        shows: /^(DaemonSet|Node| )*$/,
      },
      { say: "uncordon $worker", shows: /uncordoned/ },
      { say: "get node $worker", shows: /\bReady +\S*worker/ },
      { say: "taint node $worker special=yes:NoSchedule", shows: /tainted/ },
      { say: "describe node $worker", shows: /Taints: +special=yes:NoSchedule/ },
      { say: "taint node $worker special-", shows: /untainted/ },
    ],
  },
  {
    title: "certificates",
    commands: [
      { say: "apply -f -", input: request, shows: /created/ },
      {
        say: "get csr $ns",
        shows: [/^NAME +AGE +SIGNERNAME +REQUESTOR( +REQUESTEDDURATION)? +CONDITION\n/, /Pending\n/],
      },
      { say: "certificate approve $ns", shows: /approved/ },
      {
        say: "get csr $ns",
        within: 20,
        shows: /kubernetes\.io\/kube-apiserver-client +\S+( +24h)? +Approved,Issued\n/,
      },
      { say: "get csr $ns -o jsonpath={.status.certificate}", shows: /^LS0tLS1CRUdJTi/ },
      { say: "delete csr $ns", shows: /deleted/ },
    ],
  },
  {
    title: "rights that are given",
    commands: [
      { say: "create serviceaccount -n $ns robot", shows: /created/ },
      { say: "auth can-i list pods -n $ns --as=system:serviceaccount:$ns:robot", refused: /^$|no/ },
      { say: "create role -n $ns reader --verb=get,list --resource=pods", shows: /created/ },
      { say: "create rolebinding -n $ns reader --role=reader --serviceaccount=$ns:robot", shows: /created/ },
      { say: "get rolebinding -n $ns reader -o wide", shows: /reader +Role\/reader +\d+s +\S+\/robot/ },
      { say: "auth can-i list pods -n $ns --as=system:serviceaccount:$ns:robot", shows: /^yes/ },
      { say: "describe role -n $ns reader", shows: /pods +\[\] +\[\] +\[get list\]/ },
      { say: "create token -n $ns robot", only: "new", keep: "token", shows: /^[\w-]+\.[\w-]+\.[\w-]+\n?$/ },
      { say: "auth whoami", only: "new", shows: /Username +system:admin/ },
      { say: "create quota -n $ns few --hard=configmaps=10", shows: /created/ },
      { say: "get quota -n $ns few", within: 20, shows: /few +(\d+s +)?configmaps: \d+\/10/ },
      { say: "apply -f -", input: budget, shows: /created/ },
      {
        say: "get pdb -n $ns web",
        within: 20,
        shows: /^NAME +MIN AVAILABLE +MAX UNAVAILABLE +ALLOWED DISRUPTIONS +AGE\nweb +1 +N\/A +0 +\d+s\n$/,
      },
      { say: "delete namespace $ns --timeout=120s", shows: /deleted/ },
      { say: "get all -n $ns", shows: /^$/ },
    ],
  },
];
