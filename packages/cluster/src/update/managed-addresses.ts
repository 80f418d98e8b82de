import { CloudError, type CloudErrorBody, type ErrorCode } from "@aro/api";
import { type PublicIPAddress, retryTransient, toCloudError } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { infraIdOf, managedGroup, regionOf } from "../names/cluster-facts.ts";
import { outboundAddressName, outboundSuffix, resourceNames } from "../names/resource-names.ts";

/** The public addresses of the managed group that are ours to give to outgoing traffic (spec 03 §9.5). */
export async function listManagedAddresses(context: ClusterContext, signal: AbortSignal): Promise<PublicIPAddress[]> {
  const cluster = context.run.cluster();
  const { apiAddress } = resourceNames(infraIdOf(cluster));
  const { publicIPAddresses } = await context.azure.clients.network();
  const found: PublicIPAddress[] = [];
  for await (const address of publicIPAddresses.list(managedGroup(cluster), { abortSignal: signal })) {
    const name = address.name?.toLowerCase() ?? "";
    if (name === apiAddress.toLowerCase() || name.includes(outboundSuffix)) found.push(address);
  }
  return found;
}

/** Makes as many further addresses as are missing to `count`, side by side, under names a second run finds again. @throws CloudError naming each that failed. */
export async function createMissingAddresses(
  context: ClusterContext,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const cluster = context.run.cluster();
  // An address that a former holder began to make is listed before it can be used.
  for (let index = 0; index < count; index++)
    await context.azure.operations.settle(`create ${outboundAddressName(cluster.id, index)}`, signal);
  const present = await listManagedAddresses(context, signal);
  const taken = new Set(present.map(({ name }) => name?.toLowerCase()));
  const names: string[] = [];
  for (let index = 0; present.length + names.length < count; index++) {
    const name = outboundAddressName(cluster.id, index);
    if (!taken.has(name)) names.push(name);
  }
  const { publicIPAddresses } = await context.azure.clients.network();
  await together(names, "could not be created", (name) =>
    retryTransient(
      () =>
        context.azure.operations.run(
          `create ${name}`,
          (options) =>
            publicIPAddresses.createOrUpdate(
              managedGroup(cluster),
              name,
              {
                location: regionOf(cluster),
                sku: { name: "Standard" },
                publicIPAllocationMethod: "Static",
                publicIPAddressVersion: "IPv4",
              },
              options,
            ),
          signal,
        ),
      context,
      signal,
    ),
  );
}

/** Removes addresses of the managed group, side by side. @throws CloudError naming each that failed. */
export async function deleteAddresses(
  context: ClusterContext,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const group = managedGroup(context.run.cluster());
  const { publicIPAddresses } = await context.azure.clients.network();
  await together(names, "could not be deleted", (name) =>
    retryTransient(
      () =>
        context.azure.operations.run(
          `delete ${name}`,
          (options) => publicIPAddresses.delete(group, name, options),
          signal,
        ),
      context,
      signal,
    ),
  );
}

/** Does something for all names at once and waits for all of them; what failed is one error with an entry for each. */
async function together(
  names: readonly string[],
  failure: string,
  act: (name: string) => Promise<void>,
): Promise<void> {
  const outcomes = await Promise.allSettled(names.map(act));
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected" ? [{ name: names[index] ?? "", reason: outcome.reason as unknown }] : [],
  );
  const [first] = failed;
  if (first === undefined) return;
  if (failed.length === 1) throw first.reason;
  throw combined(
    `${failed.length} public addresses ${failure}.`,
    failed.map(({ reason }) => reason),
  );
}

/** Several errors as one: each in `details`. The code is that of the first. */
export function combined(opening: string, errors: readonly unknown[]): CloudError {
  const bodies: CloudErrorBody[] = errors.map((error) => toCloudError(error).body);
  const code = (bodies[0]?.code ?? "InternalServerError") as ErrorCode;
  return new CloudError(
    { code, message: [opening, ...bodies.map(({ message }) => message)].join(" "), details: bodies },
    { cause: new AggregateError(errors) },
  );
}
