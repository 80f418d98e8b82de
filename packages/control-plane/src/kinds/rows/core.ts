import { ageOf, type Cells, type Loose, labelsText, list, none, quantityText, since, unknown, unset } from "./cell.ts";
import { podCells } from "./pods.ts";

const roleLabel = "node-role.kubernetes.io/";

function nodeCells(node: Loose, now: number): readonly unknown[] {
  const { metadata, spec = {}, status = {} } = node;
  const ready = list(status.conditions).find((one) => one.type === "Ready")?.status;
  const state = ready === undefined ? "Unknown" : ready === "True" ? "Ready" : "NotReady";
  const roles = new Set<string>();
  for (const [label, value] of Object.entries((metadata.labels ?? {}) as Record<string, string>)) {
    if (label.startsWith(roleLabel) && label.length > roleLabel.length) roles.add(label.slice(roleLabel.length));
    else if (label === "kubernetes.io/role" && value !== "") roles.add(value);
  }
  const address = (wanted: string): string =>
    list(status.addresses).find(({ type }) => type === wanted)?.address || none;
  const { nodeInfo = {} } = status;
  const architecture = nodeInfo.architecture ? ` (${nodeInfo.architecture})` : "";
  return [
    metadata.name,
    spec.unschedulable === true ? `${state},SchedulingDisabled` : state,
    [...roles].sort().join(",") || none,
    ageOf(node, now),
    nodeInfo.kubeletVersion ?? "",
    address("InternalIP"),
    address("ExternalIP"),
    nodeInfo.osImage || unknown,
    nodeInfo.kernelVersion ? nodeInfo.kernelVersion + architecture : unknown,
    nodeInfo.containerRuntimeVersion || unknown,
  ];
}

/** Where a service is reached from outside of its cluster. */
function outside({ spec = {}, status = {} }: Loose): string {
  const own = list(spec.externalIPs);
  if (spec.type === "ExternalName") return spec.externalName;
  if (spec.type !== "LoadBalancer") return own.join(",") || none;
  const given = list(status.loadBalancer?.ingress).map(({ ip, hostname }) => ip || hostname);
  return [...given, ...own].join(",") || "<pending>";
}

const portText = ({ port, nodePort, protocol = "TCP" }: Loose): string =>
  `${port}${nodePort > 0 ? `:${nodePort}` : ""}/${protocol}`;

/** Addresses with their ports; how many there are beyond three. */
function endpointsText(subsets: readonly Loose[]): string {
  if (subsets.length === 0) return none;
  const all = subsets.flatMap(({ addresses, ports }) => {
    const ips = list(addresses).map(({ ip }) => String(ip));
    if (list(ports).length === 0) return ips;
    return list(ports).flatMap(({ port }) => ips.map((ip) => `${ip.includes(":") ? `[${ip}]` : ip}:${port}`));
  });
  return all.length > 3 ? `${all.slice(0, 3).join(",")} + ${all.length - 3} more...` : all.join(",");
}

/** Shown as the core group keeps them. */
const eventCells: Cells = (event, now) => {
  const { metadata, involvedObject = {}, source = {}, series } = event;
  const first = event.firstTimestamp ?? event.eventTime;
  const last = series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
  const { kind = "", name = "", fieldPath = "" } = involvedObject;
  const component = source.component || event.reportingComponent || "";
  const host = source.component ? (source.host ?? "") : (source.host ?? event.reportingInstance ?? "");
  return [
    since(last ?? undefined, now),
    event.type ?? "",
    event.reason ?? "",
    kind === "" ? name : `${kind.toLowerCase()}/${name}`,
    fieldPath,
    host ? `${component}, ${host}` : component,
    String(event.message ?? "").trim(),
    since(first ?? undefined, now),
    series?.count ?? (event.count > 0 ? event.count : 1),
    metadata.name,
  ];
};

const modes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};
const modesText = (all: Loose): string =>
  Object.keys(modes)
    .filter((mode) => list(all).includes(mode))
    .map((mode) => modes[mode])
    .join(",");
const stateText = ({ metadata, status }: Loose): string =>
  metadata.deletionTimestamp === undefined ? (status?.phase ?? "") : "Terminating";
const storageText = (capacity: Loose): string =>
  capacity?.storage === undefined ? "" : quantityText(capacity.storage);

/** A quota's figures in use, of requests or of limits. */
function usedText({ status = {} }: Loose, isLimit: boolean): string {
  return Object.entries((status.hard ?? {}) as Record<string, string>)
    .filter(([name]) => name.startsWith("limits.") === isLimit)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${quantityText(status.used?.[name] ?? "0")}/${quantityText(hard)}`)
    .join(", ");
}

const size = (members: object | undefined): number => Object.keys(members ?? {}).length;

/** What lies in the core group. */
export const coreCells: Readonly<Record<string, Cells>> = {
  "/nodes": nodeCells,
  "/pods": podCells,
  "/namespaces": (one, now) => [one.metadata.name, one.status?.phase ?? "", ageOf(one, now)],
  "/services": (one, now) => [
    one.metadata.name,
    one.spec?.type ?? "",
    one.spec?.clusterIP || none,
    outside(one),
    list(one.spec?.ports).map(portText).join(",") || none,
    ageOf(one, now),
    labelsText(one.spec?.selector),
  ],
  "/endpoints": (one, now) => [one.metadata.name, endpointsText(list(one.subsets)), ageOf(one, now)],
  "/configmaps": (one, now) => [one.metadata.name, size(one.data) + size(one.binaryData), ageOf(one, now)],
  "/secrets": (one, now) => [one.metadata.name, one.type ?? "", size(one.data), ageOf(one, now)],
  "/serviceaccounts": (one, now) => [one.metadata.name, ageOf(one, now)],
  "/events": eventCells,
  "/persistentvolumeclaims": (one, now) => {
    const isBound = Boolean(one.spec?.volumeName);
    return [
      one.metadata.name,
      stateText(one),
      one.spec?.volumeName ?? "",
      isBound ? storageText(one.status?.capacity) : "",
      isBound ? modesText(one.status?.accessModes) : "",
      one.spec?.storageClassName ?? "",
      one.spec?.volumeAttributesClassName ?? unset,
      ageOf(one, now),
      one.spec?.volumeMode ?? unset,
    ];
  },
  "/persistentvolumes": (one, now) => {
    const { claimRef, ...spec } = one.spec ?? {};
    return [
      one.metadata.name,
      storageText(spec.capacity),
      modesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? "",
      stateText(one),
      claimRef === undefined ? "" : `${claimRef.namespace ?? ""}/${claimRef.name ?? ""}`,
      spec.storageClassName ?? "",
      spec.volumeAttributesClassName ?? unset,
      one.status?.reason ?? "",
      ageOf(one, now),
      spec.volumeMode ?? unset,
    ];
  },
  "/componentstatuses": ({ metadata, conditions }) => {
    const healthy = list(conditions).find(({ type }) => type === "Healthy");
    const state = healthy?.status === "True" ? "Healthy" : healthy?.status === "False" ? "Unhealthy" : "Unknown";
    return [metadata.name, state, healthy?.message ?? "", healthy?.error ?? ""];
  },
  "/resourcequotas": (one, now) => [one.metadata.name, usedText(one, false), usedText(one, true), ageOf(one, now)],
};
