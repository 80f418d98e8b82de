import type { Finding } from "@aro/api";
import type { Validation } from "./validation.ts";

const version = "2021-04-01";

/** Whose resources a cluster consists of (spec 03 §11.7). */
const providers = ["Microsoft.Authorization", "Microsoft.Compute", "Microsoft.Network", "Microsoft.Storage"];

/** Whether the subscription is registered with all of them. */
export async function providerFindings({ clients }: Pick<Validation, "clients">, signal: AbortSignal) {
  const found = await Promise.all(
    providers.map(async (name): Promise<Finding[]> => {
      const path = `/subscriptions/${clients.subscriptionId}/providers/${name}`;
      const { body } = await clients.call({ method: "GET", path, apiVersion: version }, signal);
      const { registrationState: state = "unknown" } = body as { registrationState?: string };
      if (state.toLowerCase() === "registered") return [];
      const message = `The subscription is not registered with the resource provider '${name}' (it is '${state}'). Register it: az provider register --namespace ${name} --wait`;
      return [{ code: "ResourceProviderNotRegistered", message }];
    }),
  );
  return found.flat();
}
