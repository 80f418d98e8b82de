import type { AzureClients } from "@aro/azure";
import { apiVersionOf } from "../template/api-versions.ts";

/** How much of something a subscription has in a region, and how much it may have. */
export interface Usage {
  name: string;
  /** As people know it. */
  shown: string;
  used: number;
  limit: number;
}

interface Item {
  name?: { value?: string; localizedValue?: string };
  currentValue?: number;
  limit?: number;
}

/** Usages by their name in lower case. What the provider counts and does not list has no limit here. */
export async function usagesOf(
  clients: Pick<AzureClients, "subscriptionId" | "call">,
  provider: "Microsoft.Compute" | "Microsoft.Network",
  region: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Usage>> {
  const found = new Map<string, Usage>();
  const apiVersion = apiVersionOf(provider) ?? "";
  let path: string | undefined =
    `/subscriptions/${clients.subscriptionId}/providers/${provider}/locations/${region}/usages`;
  while (path !== undefined) {
    const { body } = await clients.call({ method: "GET", path, apiVersion }, signal);
    const page = body as { value?: Item[]; nextLink?: string | null };
    for (const { name, currentValue: used = 0, limit } of page.value ?? [])
      if (name?.value !== undefined && limit !== undefined)
        found.set(name.value.toLowerCase(), {
          name: name.value,
          shown: name.localizedValue ?? name.value,
          used,
          limit,
        });
    path = page.nextLink ?? undefined;
  }
  return found;
}
