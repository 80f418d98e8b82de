import type { PrivateEndpoint } from "@aro/azure";
import { retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { infraIdOf } from "../names/cluster-facts.ts";
import { managedResourceId, resourceNames, serviceEndpointName } from "../names/resource-names.ts";
import { endpointSubnet } from "../names/service-network.ts";
import { unlessGone } from "../unless-gone.ts";

const connectionName = "rp-plsconnection";

/** The service's own way to the API server: an endpoint in its network, connected to the cluster's private link service. */
export const createAPIServerPrivateEndpoint: OnceStep<ClusterContext> = {
  name: "createAPIServerPrivateEndpoint",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const { settings, service } = context;
    const cluster = context.run.cluster();
    const name = serviceEndpointName(cluster);
    const linkService = managedResourceId(
      cluster,
      "Microsoft.Network/privateLinkServices",
      resourceNames(infraIdOf(cluster)).privateLinkService,
    );
    const wanted: PrivateEndpoint = {
      location: cluster.openShiftCluster.location,
      subnet: { id: endpointSubnet(settings) },
      manualPrivateLinkServiceConnections: [{ name: connectionName, privateLinkServiceId: linkService }],
    };
    const { privateEndpoints } = await service.clients.network();
    await service.operations.settle(name, signal);
    const found = await readEndpoint(context, signal);
    const state = stateOf(found, linkService);
    // A connection whose other end was removed never comes back to life.
    if (state === "severed")
      await service.operations.run(
        `${name} remove`,
        (options) => privateEndpoints.delete(settings.resourceGroup, name, options),
        signal,
      );
    if (state !== "connected")
      await retryTransient(
        () =>
          service.operations.run(
            name,
            (options) => privateEndpoints.createOrUpdate(settings.resourceGroup, name, wanted, options),
            signal,
          ),
        context,
        signal,
      );
    const made = await readEndpoint(context, signal);
    const privateEndpointIp = made?.networkInterfaces?.[0]?.ipConfigurations?.[0]?.privateIPAddress;
    if (!privateEndpointIp) throw new Error(`private endpoint ${name} has no address`);
    await patchProperties(context, ({ networkProfile }) => ({
      networkProfile: { ...networkProfile, privateEndpointIp },
    }));
  },
};

/** The endpoint with its network interface; undefined when it is not there. */
async function readEndpoint(context: ClusterContext, signal: AbortSignal): Promise<PrivateEndpoint | undefined> {
  const { privateEndpoints } = await context.service.clients.network();
  const name = serviceEndpointName(context.run.cluster());
  const options = { abortSignal: signal, expand: "networkInterfaces" };
  return unlessGone(() => privateEndpoints.get(context.settings.resourceGroup, name, options));
}

function stateOf(endpoint: PrivateEndpoint | undefined, linkService: string): "missing" | "connected" | "severed" {
  const connection = endpoint?.manualPrivateLinkServiceConnections?.find(({ name }) => name === connectionName);
  if (endpoint === undefined || connection === undefined) return "missing";
  const status = connection.privateLinkServiceConnectionState?.status ?? "";
  if (/^(disconnected|rejected)$/i.test(status)) return "severed";
  const sameService = connection.privateLinkServiceId?.toLowerCase() === linkService.toLowerCase();
  return endpoint.provisioningState === "Succeeded" && sameService ? "connected" : "missing";
}
