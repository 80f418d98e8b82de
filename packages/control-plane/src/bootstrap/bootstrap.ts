import { asController, unless } from "../controllers/controller.ts";
import type { Kinds } from "../kinds/kind.ts";
import type { Registry } from "../registry/registry.ts";
import { firstObjects } from "./first-objects.ts";

const options = { ...asController("bootstrap"), fieldManager: "kube-apiserver" };
const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** What a fresh control plane has: namespaces, its own service, roles and bindings, priority classes, flow schemas and priority levels. What is there already is left alone. */
export function bootstrap(kinds: Kinds, registry: Registry, service: { clusterIP: string; port: number }): void {
  const make = (object: object & { apiVersion: string; kind: string; metadata: { namespace?: string } }): void => {
    const kind = kinds.named(object.apiVersion, object.kind);
    if (kind === undefined) throw new Error(`there is no kind ${object.apiVersion} ${object.kind}`);
    unless(["AlreadyExists"], () => registry.create(kind, object.metadata.namespace, object, options));
  };
  for (const name of namespaces) make({ apiVersion: "v1", kind: "Namespace", metadata: { name } as object });
  for (const object of firstObjects()) make(object);
  make({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    } as { namespace: string },
    spec: {
      clusterIP: service.clusterIP,
      clusterIPs: [service.clusterIP],
      internalTrafficPolicy: "Cluster",
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: service.port }],
      sessionAffinity: "None",
      type: "ClusterIP",
    },
  } as { apiVersion: string; kind: string; metadata: { namespace: string } });
}
