import { CloudError } from "@aro/api";
import { isFailure } from "@aro/azure";
import type { ClusterContext } from "./context.ts";
import { managedPrefix } from "./names/domain.ts";
import { writeUnderEtag } from "./network/write-under-etag.ts";

/*
 * The cluster's two names in the zone of the region (spec 03 §§6, 8.3): `api`, which says by its metadata whose it is, and `*.apps`. Clusters with
 * a domain of the customer's own have none there.
 */

const timeToLive = 300;
const type = "A";
const owner = (context: ClusterContext): string => context.run.cluster().openShiftCluster.id;

interface Place {
  /** `api.PREFIX`, `*.apps.PREFIX`. */
  api: string;
  apps: string;
  group: string;
  zone: string;
}

function placeOf({ run, settings }: ClusterContext): Place | undefined {
  const prefix = managedPrefix(run.cluster(), settings.domain);
  if (prefix === undefined) return undefined;
  return { api: `api.${prefix}`, apps: `*.apps.${prefix}`, group: settings.resourceGroup, zone: settings.domain };
}

interface RecordSet {
  etag?: string;
  metadata?: { [name: string]: string };
  aRecords?: { ipv4Address?: string }[];
}

async function read(
  context: ClusterContext,
  place: Place,
  name: string,
  signal: AbortSignal,
): Promise<RecordSet | undefined> {
  const { recordSets } = await context.service.clients.dns();
  try {
    return await recordSets.get(place.group, place.zone, name, type, { abortSignal: signal });
  } catch (error) {
    if (isFailure(error, "notFound")) return undefined;
    throw error;
  }
}

const taken = (place: Place) =>
  new CloudError({
    code: "DuplicateDomain",
    target: "properties.clusterProfile.domain",
    message: `The domain '${place.api.slice("api.".length)}.${place.zone}' is already in use by another cluster. Choose another domain.`,
  });

/** Takes the name before anything is known of its address, so that nobody else does. @throws CloudError `DuplicateDomain`. */
export async function reserveName(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const place = placeOf(context);
  if (place === undefined) return;
  const found = await read(context, place, place.api, signal);
  const resourceId = owner(context);
  if (found !== undefined) {
    if (found.metadata?.["resourceId"] !== resourceId) throw taken(place);
    return;
  }
  const { recordSets } = await context.service.clients.dns();
  try {
    const reservation = { ttl: timeToLive, metadata: { resourceId } };
    await recordSets.createOrUpdate(place.group, place.zone, place.api, type, reservation, {
      ifNoneMatch: "*",
      abortSignal: signal,
    });
  } catch (error) {
    // Somebody was faster; who, a second look tells: it may have been an earlier try of our own whose answer was lost.
    if (!isFailure(error, "preconditionFailed")) throw error;
    const now = await read(context, place, place.api, signal);
    if (now?.metadata?.["resourceId"] !== resourceId) throw taken(place);
  }
}

/** Leads the API server's name to its address. @throws CloudError `DuplicateDomain` when the name is another cluster's. */
export async function leadApiTo(context: ClusterContext, address: string, signal: AbortSignal): Promise<void> {
  const place = placeOf(context);
  if (place === undefined) return;
  const resourceId = owner(context);
  const { recordSets } = await context.service.clients.dns();
  // A write whose answer was lost is repeated, and then meets what it wrote itself: the next look tells.
  await writeUnderEtag(
    async () => {
      const found = await read(context, place, place.api, signal);
      if (found !== undefined && found.metadata?.["resourceId"] !== resourceId) throw taken(place);
      if (addressesOf(found).includes(address)) return;
      const wanted = { ttl: timeToLive, metadata: { resourceId }, aRecords: [{ ipv4Address: address }] };
      const precondition = found?.etag === undefined ? { ifNoneMatch: "*" } : { ifMatch: found.etag };
      await recordSets.createOrUpdate(place.group, place.zone, place.api, type, wanted, {
        ...precondition,
        abortSignal: signal,
      });
    },
    context,
    signal,
  );
}

/** Leads the names of the cluster's applications to the router's address. */
export async function leadAppsTo(context: ClusterContext, address: string, signal: AbortSignal): Promise<void> {
  const place = placeOf(context);
  if (place === undefined) return;
  // What cannot be read is written all the same: the name has no owner but the cluster whose `api` it stands beside.
  const found = await read(context, place, place.apps, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    context.run.log.warn("the name of the applications could not be read", { name: place.apps, error });
    return undefined;
  });
  if (addressesOf(found).includes(address)) return;
  const { recordSets } = await context.service.clients.dns();
  const wanted = { ttl: timeToLive, aRecords: [{ ipv4Address: address }] };
  await recordSets.createOrUpdate(place.group, place.zone, place.apps, type, wanted, { abortSignal: signal });
}

/** Removes both names, unless they are another cluster's. */
export async function removeNames(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const place = placeOf(context);
  if (place === undefined) return;
  const found = await read(context, place, place.api, signal);
  if (found === undefined || found.metadata?.["resourceId"] !== owner(context)) return;
  const { recordSets } = await context.service.clients.dns();
  const remove = async (name: string, options: { ifMatch?: string }) => {
    try {
      await recordSets.delete(place.group, place.zone, name, type, { ...options, abortSignal: signal });
    } catch (error) {
      if (!isFailure(error, "notFound")) throw error;
    }
  };
  // The name that says whose they are goes last: a delete that died in between finds it again.
  await remove(place.apps, {});
  await remove(place.api, found.etag === undefined ? {} : { ifMatch: found.etag });
}

const addressesOf = (found: RecordSet | undefined): string[] =>
  (found?.aRecords ?? []).flatMap(({ ipv4Address }) => (ipv4Address === undefined ? [] : [ipv4Address]));
