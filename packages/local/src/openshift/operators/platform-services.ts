import type { Wanted } from "../cluster/objects.ts";

type Port = readonly [name: string, port: number, target: number];

interface Row {
  namespace: string;
  name: string;
  ports: readonly Port[];
  /** `app` label of the pods behind it, where that is not its own name. */
  app?: string;
}

const https = (target: number, name = "https"): readonly Port[] => [[name, 443, target]];
const metrics = (port = 8443): readonly Port[] => [["metrics", port, port]];

/** Services of the platform, each in front of a workload of an operator. */
const rows: readonly Row[] = [
  { namespace: "openshift-apiserver", name: "api", app: "apiserver", ports: https(8443) },
  { namespace: "openshift-oauth-apiserver", name: "api", app: "apiserver", ports: https(8443) },
  { namespace: "openshift-authentication", name: "oauth-openshift", ports: https(6443) },
  { namespace: "openshift-console", name: "console", ports: https(8443) },
  { namespace: "openshift-console", name: "downloads", ports: [["http", 80, 8080]] },
  { namespace: "openshift-image-registry", name: "image-registry", ports: [["5000-tcp", 5000, 5000]] },
  { namespace: "openshift-ingress-canary", name: "ingress-canary", ports: [["8080-tcp", 8080, 8080]] },
  {
    namespace: "openshift-ingress",
    name: "router-internal-default",
    ports: [
      ["http", 80, 80],
      ["https", 443, 443],
      ["metrics", 1936, 1936],
    ],
  },
  {
    namespace: "openshift-etcd",
    name: "etcd",
    ports: [
      ["etcd", 2379, 2379],
      ["etcd-metrics", 9979, 9979],
    ],
  },
  { namespace: "openshift-kube-apiserver", name: "apiserver", app: "kube-apiserver", ports: https(6443) },
  { namespace: "openshift-kube-controller-manager", name: "kube-controller-manager", ports: https(10_257) },
  { namespace: "openshift-kube-scheduler", name: "scheduler", app: "openshift-kube-scheduler", ports: https(10_259) },
  { namespace: "openshift-monitoring", name: "prometheus-k8s", ports: [["web", 9091, 9091]] },
  { namespace: "openshift-monitoring", name: "alertmanager-main", ports: [["web", 9094, 9095]] },
  { namespace: "openshift-monitoring", name: "thanos-querier", ports: [["web", 9091, 9091]] },
  { namespace: "openshift-monitoring", name: "metrics-server", ports: https(10_250) },
  { namespace: "openshift-monitoring", name: "kube-state-metrics", ports: metrics() },
  { namespace: "openshift-machine-api", name: "machine-api-operator", ports: metrics() },
  { namespace: "openshift-machine-config-operator", name: "machine-config-daemon", ports: metrics(9001) },
];

/** The tenth address of the services' network is that of the cluster's own resolver. */
export const dnsAddress = (network: string): string => (network.split("/")[0] ?? "").replace(/\d+$/, "10");

const labelled: Readonly<Record<string, string>> = { "machine-config-daemon": "k8s-app" };

/** Services of the platform's workloads; the resolver's has an address that every pod knows. */
export function platformServices(serviceNetwork: string): Wanted[] {
  const plain = rows.map(
    ({ namespace, name, ports, app = name }): Wanted => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace, labels: { app } },
      spec: {
        type: "ClusterIP",
        selector:
          name === "router-internal-default"
            ? { "ingresscontroller.operator.openshift.io/deployment-ingresscontroller": "default" }
            : { [labelled[app] ?? "app"]: app },
        ports: ports.map(([port, number, targetPort]) => ({ name: port, protocol: "TCP", port: number, targetPort })),
      },
    }),
  );
  return [
    ...plain,
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: "dns-default",
        namespace: "openshift-dns",
        labels: { "dns.operator.openshift.io/owning-dns": "default" },
      },
      spec: {
        type: "ClusterIP",
        clusterIP: dnsAddress(serviceNetwork),
        selector: { app: "dns-default" },
        ports: [
          { name: "dns", protocol: "UDP", port: 53, targetPort: 5353 },
          { name: "dns-tcp", protocol: "TCP", port: 53, targetPort: 5353 },
          { name: "metrics", protocol: "TCP", port: 9154, targetPort: 9154 },
        ],
      },
    },
  ];
}
