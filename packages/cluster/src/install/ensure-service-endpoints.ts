import type { ServiceEndpointPropertiesFormat, Subnet } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { changeNeededSubnet } from "../network/change-subnet.ts";
import { masterSubnet, workerSubnets } from "../network/cluster-subnets.ts";

/** Services that nodes reach without leaving Azure's network. */
const services = ["Microsoft.ContainerRegistry", "Microsoft.Storage"];

/**
 * The subnet with an endpoint for each service in every location; undefined when it has them. One that did not succeed is replaced:
 * appended again, as it used to be, it stood there twice (spec 03 §8.3).
 */
export function withServiceEndpoints(subnet: Subnet): Subnet | undefined {
  const present = subnet.serviceEndpoints ?? [];
  const isGood = ({ provisioningState }: ServiceEndpointPropertiesFormat) =>
    provisioningState?.toLowerCase() === "succeeded";
  const missing = services.filter(
    (name) => !present.some((endpoint) => endpoint.service?.toLowerCase() === name.toLowerCase() && isGood(endpoint)),
  );
  if (missing.length === 0) return undefined;
  const replaced = new Set(missing.map((name) => name.toLowerCase()));
  return {
    ...subnet,
    serviceEndpoints: [
      ...present.filter(({ service }) => !replaced.has(service?.toLowerCase() ?? "")),
      ...missing.map((service) => ({ service, locations: ["*"] })),
    ],
  };
}

/** The cluster's subnets reach registry and storage directly. With a gateway they go through that instead. */
export const ensureServiceEndpoints: OnceStep<ClusterContext> = {
  name: "ensureServiceEndpoints",
  kind: "once",
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    if (propertiesOf(cluster).featureProfile.gatewayEnabled) return;
    const master = masterSubnet(cluster);
    const others = workerSubnets(cluster).filter(({ id }) => id.toLowerCase() !== master.id.toLowerCase());
    for (const subnet of [master, ...others])
      await changeNeededSubnet(context, "ensureServiceEndpoints", subnet, withServiceEndpoints, signal);
  },
};
