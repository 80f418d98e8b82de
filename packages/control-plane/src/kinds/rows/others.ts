import { selectorText } from "../selector-text.ts";
import { ageOf, type Cells, few, type Loose, list, none, unset } from "./cell.ts";

const defaultClasses = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];
const isUsual = ({ metadata }: Loose): boolean => defaultClasses.some((one) => metadata.annotations?.[one] === "true");

const ingressPorts = ({ spec = {} }: Loose): string => (list(spec.tls).length === 0 ? "80" : "80, 443");
const hosts = ({ spec = {} }: Loose): string =>
  few(list(spec.rules).flatMap(({ host }) => (host ? [host] : []))) || "*";
const balancers = ({ status = {} }: Loose): string =>
  list(status.loadBalancer?.ingress)
    .map(({ ip, hostname }) => ip || hostname)
    .join(",");

const slicePorts = (ports: readonly Loose[]): string =>
  ports.length === 0 ? unset : few(ports.map(({ port, name }) => port ?? (name || "*")));
const sliceAddresses = (endpoints: readonly Loose[]): string =>
  endpoints.length === 0 ? unset : few(endpoints.flatMap(({ addresses }) => list(addresses)));

const bindingCells: Cells = (one, now) => {
  const named = (wanted: string) => list(one.subjects).filter(({ kind }) => kind === wanted);
  return [
    one.metadata.name,
    `${one.roleRef?.kind}/${one.roleRef?.name}`,
    ageOf(one, now),
    named("User")
      .map(({ name }) => name)
      .join(", "),
    named("Group")
      .map(({ name }) => name)
      .join(", "),
    named("ServiceAccount")
      .map(({ namespace, name }) => `${namespace}/${name}`)
      .join(", "),
  ];
};

/** A selector by which parameters are found, in the real one's words. */
const goText = ({ matchLabels = {}, matchExpressions = [] }: Loose): string => {
  const labels = Object.entries(matchLabels as Record<string, string>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}: ${value},`)
    .join("");
  const expressions = list(matchExpressions)
    .map(({ key, operator, values }) => `{${key} ${operator} [${list(values).join(" ")}]},`)
    .join("");
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
};
const parameterText = (reference: Loose): string => {
  if (reference === undefined) return unset;
  if (reference.name) return reference.namespace ? `${reference.namespace}/${reference.name}` : `*/${reference.name}`;
  return reference.selector === undefined ? unset : goText(reference.selector);
};
const policyBinding: Cells = (one, now) => [
  one.metadata.name,
  one.spec?.policyName ?? "",
  parameterText(one.spec?.paramRef),
  ageOf(one, now),
];
const policy =
  (member: string): Cells =>
  (one, now) => {
    const kind = one.spec?.paramKind;
    return [
      one.metadata.name,
      list(one.spec?.[member]).length,
      kind === undefined ? unset : `${kind.apiVersion}/${kind.kind}`,
      ageOf(one, now),
    ];
  };
const webhooks: Cells = (one, now) => [one.metadata.name, list(one.webhooks).length, ageOf(one, now)];

function serviceState({ status = {} }: Loose): string {
  const found = list(status.conditions).find(({ type }) => type === "Available");
  if (found === undefined) return "Unknown";
  return found.status === "True" || !found.reason ? found.status : `${found.status} (${found.reason})`;
}

const admission = "admissionregistration.k8s.io";
const rights = "rbac.authorization.k8s.io";
const flow = "flowcontrol.apiserver.k8s.io";

/** Rights, networks, storage, admission, and the rest. */
export const otherCells: Readonly<Record<string, Cells>> = {
  [`${rights}/rolebindings`]: bindingCells,
  [`${rights}/clusterrolebindings`]: bindingCells,
  "networking.k8s.io/ingresses": (one, now) => [
    one.metadata.name,
    one.spec?.ingressClassName ?? none,
    hosts(one),
    balancers(one),
    ingressPorts(one),
    ageOf(one, now),
  ],
  "networking.k8s.io/ingressclasses": (one, now) => {
    const { apiGroup, kind, name } = one.spec?.parameters ?? {};
    return [
      one.metadata.name,
      one.spec?.controller ?? "",
      kind === undefined ? none : `${kind}${apiGroup ? `.${apiGroup}` : ""}/${name}`,
      ageOf(one, now),
    ];
  },
  "networking.k8s.io/networkpolicies": (one, now) => [
    one.metadata.name,
    selectorText(one.spec?.podSelector),
    ageOf(one, now),
  ],
  "networking.k8s.io/servicecidrs": (one, now) => [one.metadata.name, list(one.spec?.cidrs).join(","), ageOf(one, now)],
  "networking.k8s.io/ipaddresses": (one) => {
    const { group, resource, namespace, name } = one.spec?.parentRef ?? {};
    return [one.metadata.name, [group, resource, namespace, name].filter((part) => part).join("/")];
  },
  "discovery.k8s.io/endpointslices": (one, now) => [
    one.metadata.name,
    one.addressType ?? "",
    slicePorts(list(one.ports)),
    sliceAddresses(list(one.endpoints)),
    ageOf(one, now),
  ],
  "coordination.k8s.io/leases": (one, now) => [one.metadata.name, one.spec?.holderIdentity ?? "", ageOf(one, now)],
  "storage.k8s.io/storageclasses": (one, now) => [
    isUsual(one) ? `${one.metadata.name} (default)` : one.metadata.name,
    one.provisioner ?? "",
    one.reclaimPolicy ?? "Delete",
    one.volumeBindingMode ?? unset,
    one.allowVolumeExpansion ?? false,
    ageOf(one, now),
  ],
  "storage.k8s.io/csidrivers": ({ metadata, spec = {} }, now) => [
    metadata.name,
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    list(spec.tokenRequests)
      .map(({ audience }) => audience)
      .join(",") || unset,
    spec.requiresRepublish ?? false,
    list(spec.volumeLifecycleModes).join(",") || none,
    ageOf({ metadata } as Loose, now),
  ],
  "storage.k8s.io/csinodes": (one, now) => [one.metadata.name, list(one.spec?.drivers).length, ageOf(one, now)],
  "storage.k8s.io/volumeattachments": (one, now) => [
    one.metadata.name,
    one.spec?.attacher ?? "",
    one.spec?.source?.persistentVolumeName ?? "",
    one.spec?.nodeName ?? "",
    one.status?.attached ?? false,
    ageOf(one, now),
  ],
  "storage.k8s.io/volumeattributesclasses": (one, now) => [
    one.metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true"
      ? `${one.metadata.name} (default)`
      : one.metadata.name,
    one.driverName ?? "",
    ageOf(one, now),
  ],
  "scheduling.k8s.io/priorityclasses": (one, now) => [
    one.metadata.name,
    one.value ?? 0,
    one.globalDefault ?? false,
    ageOf(one, now),
    one.preemptionPolicy ?? unset,
  ],
  "node.k8s.io/runtimeclasses": (one, now) => [one.metadata.name, one.handler ?? "", ageOf(one, now)],
  "apiregistration.k8s.io/apiservices": (one, now) => [
    one.metadata.name,
    one.spec?.service == null ? "Local" : `${one.spec.service.namespace}/${one.spec.service.name}`,
    serviceState(one),
    ageOf(one, now),
  ],
  [`${admission}/validatingwebhookconfigurations`]: webhooks,
  [`${admission}/mutatingwebhookconfigurations`]: webhooks,
  [`${admission}/validatingadmissionpolicies`]: policy("validations"),
  [`${admission}/mutatingadmissionpolicies`]: policy("mutations"),
  [`${admission}/validatingadmissionpolicybindings`]: policyBinding,
  [`${admission}/mutatingadmissionpolicybindings`]: policyBinding,
  [`${flow}/flowschemas`]: (one, now) => {
    const dangling = list(one.status?.conditions).find(({ type }) => type === "Dangling")?.status;
    return [
      one.metadata.name,
      one.spec?.priorityLevelConfiguration?.name ?? "",
      one.spec?.matchingPrecedence ?? 0,
      one.spec?.distinguisherMethod?.type ?? none,
      ageOf(one, now),
      dangling ?? "?",
    ];
  },
  [`${flow}/prioritylevelconfigurations`]: (one, now) => {
    const { type = "", limited, exempt } = one.spec ?? {};
    const queuing = limited?.limitResponse?.queuing;
    return [
      one.metadata.name,
      type,
      (type === "Exempt" ? exempt : limited)?.nominalConcurrencyShares ?? none,
      queuing?.queues ?? none,
      queuing?.handSize ?? none,
      queuing?.queueLengthLimit ?? none,
      ageOf(one, now),
    ];
  },
};
