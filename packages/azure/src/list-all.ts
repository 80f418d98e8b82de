import type { JsonObject } from "@aro/api";
import type { ArmCall, AzureClients } from "./clients.ts";

/** All items of an ARM list, following `nextLink` as it is given (ARM-LST). */
export async function listAll(
  clients: AzureClients,
  call: Omit<ArmCall, "method">,
  signal: AbortSignal,
): Promise<JsonObject[]> {
  const items: JsonObject[] = [];
  let next: ArmCall | undefined = { ...call, method: "GET" };
  while (next !== undefined) {
    const { body } = await clients.call(next, signal);
    const page = body as { value?: JsonObject[]; nextLink?: string | null } | undefined;
    items.push(...(page?.value ?? []));
    next = page?.nextLink ? { method: "GET", path: page.nextLink } : undefined;
  }
  return items;
}
