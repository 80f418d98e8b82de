import { selectorText } from "../kinds/selector-text.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { labelSelector } from "../registry/label-selector.ts";
import { generatedName } from "../registry/names.ts";
import { asController, type Controller, find, kindOf, splitKey } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";
import { isReady, ownedBy } from "./workloads/pods.ts";

const options = asController("endpointslice-controller");
const serviceLabel = "kubernetes.io/service-name";
const managedLabel = "endpointslice.kubernetes.io/managed-by";
const managedBy = "endpointslice-controller.k8s.io";

interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
  appProtocol?: string;
}
interface ServiceSpec {
  type?: string;
  selector?: Record<string, string>;
  ports?: ServicePort[];
  publishNotReadyAddresses?: boolean;
}
interface PodSpec {
  nodeName?: string;
  hostname?: string;
  subdomain?: string;
  containers?: { ports?: { name?: string; containerPort: number; protocol?: string }[] }[];
}

/** The number of a port on a pod: a name is looked up among its containers'. */
function numberOf({ targetPort, port, protocol = "TCP" }: ServicePort, pod: KubeObject): number | undefined {
  if (typeof targetPort !== "string") return targetPort ?? port;
  return ((pod["spec"] ?? {}) as PodSpec).containers
    ?.flatMap(({ ports = [] }) => ports)
    .find((one) => one.name === targetPort && (one.protocol ?? "TCP") === protocol)?.containerPort;
}

const ipOf = (pod: KubeObject): string | undefined => (pod["status"] as { podIP?: string } | undefined)?.podIP;
const reference = ({ metadata }: KubeObject) => ({
  kind: "Pod",
  name: metadata.name,
  namespace: metadata.namespace,
  uid: metadata.uid,
});

/** Keeps the endpoints of services with selectors, in slices and in the older form. */
export const endpointsController: Controller = async (deps, signal) => {
  const { store, kinds, registry, random } = deps;
  const services = kindOf(kinds, "", "v1", "services");
  const slices = kindOf(kinds, "discovery.k8s.io", "v1", "endpointslices");
  const endpoints = kindOf(kinds, "", "v1", "endpoints");
  const podsOf = (namespace: string, selector: Record<string, string>): KubeObject[] => {
    const fits = labelSelector(selectorText({ matchLabels: selector }));
    return [...store.list("/pods", { prefix: `${namespace}/` })]
      .map(({ text }) => parsed(text))
      .filter((pod) => {
        const { phase } = (pod["status"] ?? {}) as { phase?: string };
        const { nodeName } = (pod["spec"] ?? {}) as PodSpec;
        if (nodeName === undefined || store.get("/nodes", nodeName) === undefined) return false;
        return (
          fits?.(pod.metadata.labels) === true && ipOf(pod) !== undefined && phase !== "Succeeded" && phase !== "Failed"
        );
      });
  };
  const look = (key: string): void => {
    const { namespace = "", name } = splitKey(key);
    const service = find(registry, services, namespace, name);
    const spec = (service?.["spec"] ?? {}) as ServiceSpec;
    if (service === undefined) {
      // The slices go with their owner; the older form has none.
      const old = find(registry, endpoints, namespace, name);
      if (old !== undefined && old.metadata.labels?.["endpoints.kubernetes.io/managed-by"] !== undefined)
        registry.remove({ kind: endpoints, namespace, name }, {}, options);
      return;
    }
    if (spec.selector === undefined || spec.type === "ExternalName" || service.metadata.deletionTimestamp !== undefined)
      return;
    const pods = podsOf(namespace, spec.selector);
    keepSlice(service, spec, pods);
    keepEndpoints(service, spec, pods);
  };
  const keepSlice = (service: KubeObject, spec: ServiceSpec, pods: readonly KubeObject[]): void => {
    const { namespace = "", name } = service.metadata;
    const held = [...store.list("discovery.k8s.io/endpointslices", { prefix: `${namespace}/` })]
      .map(({ text }) => parsed(text))
      .find(({ metadata: { labels = {} } }) => labels[serviceLabel] === name && labels[managedLabel] === managedBy);
    const [first] = pods;
    const made = {
      addressType: "IPv4",
      endpoints: pods.map((pod) => {
        const leaving = pod.metadata.deletionTimestamp !== undefined;
        const ready = spec.publishNotReadyAddresses === true || (isReady(pod) && !leaving);
        const { nodeName, hostname, subdomain } = (pod["spec"] ?? {}) as PodSpec;
        return {
          addresses: [ipOf(pod)],
          conditions: { ready, serving: isReady(pod), terminating: leaving },
          ...(hostname !== undefined && subdomain === name ? { hostname } : {}),
          ...(nodeName === undefined ? {} : { nodeName }),
          targetRef: reference(pod),
        };
      }),
      ports:
        first === undefined
          ? []
          : (spec.ports ?? []).flatMap((one) => {
              const port = numberOf(one, first);
              const { name: of = "", protocol = "TCP", appProtocol } = one;
              return port === undefined
                ? []
                : [{ name: of, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
            }),
    };
    const labels = { ...service.metadata.labels, [serviceLabel]: name, [managedLabel]: managedBy };
    if (held === undefined) {
      registry.create(
        slices,
        namespace,
        {
          metadata: {
            name: generatedName(`${name}-`, random),
            generateName: `${name}-`,
            labels,
            ownerReferences: [ownedBy(service)],
          },
          ...made,
        },
        options,
      );
      return;
    }
    if (!sameMembers(held, made))
      registry.update({ kind: slices, namespace, name: held.metadata.name }, { ...held, ...made }, options);
  };
  const keepEndpoints = (service: KubeObject, spec: ServiceSpec, pods: readonly KubeObject[]): void => {
    const { namespace = "", name } = service.metadata;
    const address = (pod: KubeObject) => {
      const { nodeName } = (pod["spec"] ?? {}) as PodSpec;
      return { ip: ipOf(pod), ...(nodeName === undefined ? {} : { nodeName }), targetRef: reference(pod) };
    };
    const staying = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const isUsed = (pod: KubeObject) => spec.publishNotReadyAddresses === true || isReady(pod);
    const [ready, waiting] = [staying.filter(isUsed), staying.filter((pod) => !isUsed(pod))];
    const [first] = staying;
    const subset = {
      ...(ready.length === 0 ? {} : { addresses: ready.map(address) }),
      ...(waiting.length === 0 ? {} : { notReadyAddresses: waiting.map(address) }),
      ports:
        first === undefined
          ? []
          : (spec.ports ?? []).flatMap((one) => {
              const port = numberOf(one, first);
              return port === undefined
                ? []
                : [{ ...(one.name === undefined ? {} : { name: one.name }), port, protocol: one.protocol ?? "TCP" }];
            }),
    };
    const subsets = staying.length === 0 ? [] : [subset];
    const held = find(registry, endpoints, namespace, name);
    const labels = { ...service.metadata.labels, "endpoints.kubernetes.io/managed-by": "endpoint-controller" };
    if (held === undefined) {
      registry.create(
        endpoints,
        namespace,
        { metadata: { name, labels }, ...(subsets.length === 0 ? {} : { subsets }) },
        options,
      );
      return;
    }
    if (!sameMembers({ subsets: held["subsets"] ?? [] }, { subsets }))
      registry.update({ kind: endpoints, namespace, name }, { ...held, subsets }, options);
  };
  const queue = createWorkQueue(look, { ...deps, name: "endpoints" });
  for (const { key } of store.list("/services")) queue.add(key);
  const changed = (key: string): void => {
    const { namespace } = splitKey(key);
    for (const { key: one } of store.list("/services", { prefix: `${namespace}/` })) queue.add(one);
  };
  const stops = [
    store.subscribe("/services", ({ key }) => queue.add(key)),
    store.subscribe("/pods", ({ key }) => changed(key)),
    store.subscribe("discovery.k8s.io/endpointslices", ({ type, key }) => {
      if (type === "DELETED") changed(key);
    }),
    store.subscribe("/endpoints", ({ type, key }) => {
      if (type === "DELETED") queue.add(key);
    }),
  ];
  await queue.run(signal);
  for (const stop of stops) stop();
};

/** Whether an object has these members already, whatever the order in which they are written. */
function sameMembers(held: object, wanted: object): boolean {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, plain(one)]),
    );
  };
  return Object.entries(wanted).every(
    ([name, value]) =>
      JSON.stringify(plain((held as Record<string, unknown>)[name] ?? [])) === JSON.stringify(plain(value)),
  );
}
