import type { KubeObject } from "@aro/control-plane";
import { type Doc, record, records, text } from "../../documents/document.ts";
import { type AzureClient, AzureFailure } from "../azure/azure-client.ts";
import type { ClusterContext, ClusterController } from "../cluster/context.ts";
import { createKeyed } from "../cluster/keyed.ts";
import type { Objects } from "../cluster/objects.ts";
import { credentialsIn } from "../machines/credentials.ts";
import { machineSets } from "../machines/machine-sets.ts";
import { machineNamespace } from "../machines/machines.ts";
import { readProviderSpec } from "../machines/provider-spec.ts";
import { withFrontend, withoutFrontend } from "./load-balancer-change.ts";

const services = "v1/services";
const annotation = "service.beta.kubernetes.io/azure-load-balancer";
const finalizer = "service.kubernetes.io/load-balancer-cleanup";
const version = "2022-07-01";
/** A service that Azure refused is tried again after this long. */
const again = [10_000, 20_000] as const;
const httpsProbe = "/healthz";

interface ServiceSpec {
  type?: string;
  loadBalancerIP?: string;
  externalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  ports?: readonly { port: number; protocol?: string; nodePort?: number }[];
}

/** The cloud controllers' part for services: those of type LoadBalancer get a frontend, rules and backends at the cluster's balancers in ARM. */
export const servicesController: ClusterController = async (context, signal) => {
  const api = context.objects("cloud-controller-manager");
  const keyed = createKeyed(context, "services", async (key, ending) => {
    const [namespace = "", name = ""] = key.split("/");
    const service = api.get(services, name, namespace);
    return service === undefined ? undefined : look(context, api, service, ending);
  });
  const all = () => {
    for (const { metadata } of api.list(services)) keyed.add(`${metadata.namespace}/${metadata.name}`);
  };
  const stops = [
    api.watch(services, ({ key }) => keyed.add(key)),
    api.watch("v1/nodes", ({ type }) => {
      if (type !== "MODIFIED") all();
    }),
    api.watch("v1/secrets", ({ key }) => {
      if (key === "openshift-cloud-controller-manager/azure-cloud-credentials") all();
    }),
  ];
  all();
  await keyed.run(signal);
  for (const stop of stops) stop();
};

const frontendName = ({ metadata }: KubeObject): string => `a${metadata.uid.replaceAll("-", "")}`.slice(0, 32);

async function look(
  context: ClusterContext,
  api: Objects,
  service: KubeObject,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { name, namespace = "", deletionTimestamp, finalizers = [], annotations = {} } = service.metadata;
  const spec = (service["spec"] ?? {}) as ServiceSpec;
  const isWanted = spec.type === "LoadBalancer" && deletionTimestamp === undefined;
  if (!isWanted && !finalizers.includes(finalizer)) return undefined;
  const found = credentialsIn(
    context,
    api,
    { name: "azure-cloud-credentials", namespace: "openshift-cloud-controller-manager" },
    "cloud-controller-manager",
  );
  const place = placeOf(context, api);
  if (typeof found === "string" || place === undefined) return context.lasts(again);
  const client = context.azure(found.credentials);
  const { infraId } = context.record;
  const isInternal = annotations[`${annotation}-internal`] === "true";
  const groupId = `/subscriptions/${found.subscriptionId}/resourceGroups/${place.group}`;
  const balancerId = `${groupId}/providers/Microsoft.Network/loadBalancers/${infraId}${isInternal ? "-internal" : ""}`;
  try {
    const balancer = await client.get(balancerId, version);
    if (!isWanted) {
      const without = balancer === undefined ? undefined : withoutFrontend(balancer, frontendName(service));
      if (without !== undefined) await client.put(balancerId, version, without, signal);
      api.change(services, name, namespace, (held) => ({
        ...held,
        metadata: { ...held.metadata, finalizers: (held.metadata.finalizers ?? []).filter((one) => one !== finalizer) },
      }));
      return undefined;
    }
    if (!finalizers.includes(finalizer))
      api.change(services, name, namespace, (held) => ({
        ...held,
        metadata: { ...held.metadata, finalizers: [...(held.metadata.finalizers ?? []), finalizer] },
      }));
    if (balancer === undefined) return context.lasts(again);
    const asked = annotations[`${annotation}-ipv4`] || spec.loadBalancerIP || undefined;
    const at = isInternal
      ? {
          subnet: `${groupIdOf(found.subscriptionId, place.networkGroup)}/providers/Microsoft.Network/virtualNetworks/${place.vnet}/subnets/${annotations[`${annotation}-internal-subnet`] ?? place.subnet}`,
          address: asked,
        }
      : {
          publicAddress: await publicAddress(
            client,
            groupId,
            { infraId, location: place.location, frontend: frontendName(service), asked },
            signal,
          ),
        };
    const wanted = withFrontend(balancer, {
      name: frontendName(service),
      at,
      ports: (spec.ports ?? []).map(({ port, protocol }) => ({
        port,
        protocol: protocol === "UDP" ? ("Udp" as const) : ("Tcp" as const),
      })),
      probe:
        spec.externalTrafficPolicy === "Local" && spec.healthCheckNodePort !== undefined
          ? { port: spec.healthCheckNodePort, path: httpsProbe }
          : { port: spec.ports?.[0]?.nodePort ?? spec.ports?.[0]?.port ?? 80, path: undefined },
      pool: infraId,
    });
    if (wanted !== undefined) await client.put(balancerId, version, wanted, signal);
    await joinPool(context, client, `${balancerId}/backendAddressPools/${infraId}`, signal);
    const address = await addressOf(client, balancerId, frontendName(service));
    if (address !== "")
      api.setStatus(services, name, namespace, { loadBalancer: { ingress: [{ ip: address, ipMode: "VIP" }] } });
    return undefined;
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    context.log.info("openshift.service.refused", {
      service: `${namespace}/${name}`,
      code: error.code,
      message: error.message,
    });
    return context.lasts(again);
  }
}

const groupIdOf = (subscriptionId: string, group: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${group}`;

/** Where the cluster's workers stand, as their sets say. */
function placeOf(
  _context: ClusterContext,
  api: Objects,
): { group: string; networkGroup: string; vnet: string; subnet: string; location: string } | undefined {
  for (const set of api.list(machineSets, machineNamespace)) {
    const template = ((set["spec"] ?? {}) as { template?: { [member: string]: unknown } }).template ?? {};
    const spec = readProviderSpec(template);
    if (typeof spec !== "string")
      return {
        group: spec.resourceGroup,
        networkGroup: spec.networkResourceGroup,
        vnet: spec.vnet,
        subnet: spec.subnet,
        location: spec.location,
      };
  }
  return undefined;
}

/** Id of the public address that is asked for, or of one that is made for the service. */
async function publicAddress(
  client: AzureClient,
  groupId: string,
  {
    infraId,
    location,
    frontend,
    asked,
  }: { infraId: string; location: string; frontend: string; asked: string | undefined },
  signal: AbortSignal,
): Promise<string> {
  const base = `${groupId}/providers/Microsoft.Network/publicIPAddresses`;
  if (asked !== undefined) {
    const all = await client.get(base, version);
    const found = records(all?.["value"]).find((one) => text(record(one["properties"])["ipAddress"]) === asked);
    if (found === undefined)
      throw new AzureFailure(
        404,
        "PublicIPAddressNotFound",
        `user supplied IP Address ${asked} was not found in resource group ${groupId}`,
      );
    return text(found["id"]);
  }
  const id = `${base}/${infraId}-${frontend}`;
  if ((await client.get(id, version)) === undefined)
    await client.put(
      id,
      version,
      {
        location,
        sku: { name: "Standard" },
        properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
      },
      signal,
    );
  return id;
}

/** Puts the interfaces of the cluster's workers into a balancer's pool. */
async function joinPool(
  context: ClusterContext,
  client: AzureClient,
  pool: string,
  signal: AbortSignal,
): Promise<void> {
  const { view, record: cluster } = context;
  for (const machine of view.machinesIn(cluster.group)) {
    if (machine.pointer?.kind !== "member" || machine.pointer.role === "master") continue;
    for (const key of machine.interfaces) {
      if (view.interface(key)?.pools.includes(pool.toLowerCase()) !== false) continue;
      const found = await client.get(key, version);
      if (found === undefined) continue;
      const properties = record(found["properties"]);
      const configurations = records(properties["ipConfigurations"]).map((one, index): Doc => {
        const inner = record(one["properties"]);
        const pools = records(inner["loadBalancerBackendAddressPools"]);
        return index > 0
          ? one
          : { ...one, properties: { ...inner, loadBalancerBackendAddressPools: [...pools, { id: pool }] } };
      });
      await client.put(
        key,
        version,
        { ...found, properties: { ...properties, ipConfigurations: configurations } },
        signal,
      );
    }
  }
}

/** The address that a frontend has. */
async function addressOf(client: AzureClient, balancerId: string, frontend: string): Promise<string> {
  const balancer = await client.get(balancerId, version);
  const found = records(record(balancer?.["properties"])["frontendIPConfigurations"]).find(
    (one) => text(one["name"]) === frontend,
  );
  const properties = record(found?.["properties"]);
  const outer = text(record(properties["publicIPAddress"])["id"]);
  if (outer === "") return text(properties["privateIPAddress"]);
  return text(record((await client.get(outer, version))?.["properties"])["ipAddress"]);
}
