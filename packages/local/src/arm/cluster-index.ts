import { readObject } from "../wall/answers.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { ResourcePath } from "../wall/resource-path.ts";
import type { Wall, WallResponse } from "../wall/wall.ts";
import { redHatOpenShift } from "./manifest.ts";
import type { TrackedResources } from "./tracked.ts";

const clusters = `${redHatOpenShift.namespace}/openShiftClusters`.toLowerCase();

/** Whether a write changes a resource that exists; where ARM's index is unsure, the provider knows. */
export async function isThere(
  call: ArmCall,
  path: ResourcePath,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  { tracked, provider }: { tracked: TrackedResources; provider: Wall },
): Promise<boolean> {
  const known = tracked.find(resourceId(call, path));
  if (known === undefined || !known.unsure || call.request.method !== "PUT") return known !== undefined;
  const { "content-type": _, ...reading } = headers;
  const answer = await provider({ ...call.request, method: "GET", headers: reading, body: new Uint8Array(0), signal });
  if (answer.status === 404) tracked.remove(known.id);
  return answer.status !== 404;
}

/** Notes a cluster that is about to be made. */
export function expectCluster(
  call: ArmCall,
  path: ResourcePath,
  { tracked, region }: { tracked: TrackedResources; region: string },
): void {
  if (!isCluster(path) || path.name === undefined || call.request.method !== "PUT") return;
  tracked.expect({ id: resourceId(call, path), type: path.type ?? "", name: path.name, location: region, tags: {} });
}

const isCluster = (path: ResourcePath): boolean => path.type?.toLowerCase() === clusters && path.action === undefined;

/** Keeps ARM's index: what the provider confirmed exists, what it said is gone. */
export function remember(call: ArmCall, path: ResourcePath, answer: WallResponse, tracked: TrackedResources): void {
  if (!isCluster(path) || path.name === undefined) return;
  const id = resourceId(call, path);
  const { method } = call.request;
  if (method === "DELETE") {
    if (answer.status === 202) tracked.doubt(id);
    if (answer.status === 200 || answer.status === 204) tracked.remove(id);
  } else if (answer.status === 404) tracked.remove(id);
  else if (answer.status === 200 || answer.status === 201) {
    const body = readObject(answer.body);
    const [shown, location] = [body?.["id"], body?.["location"]];
    if (typeof shown !== "string" || typeof location !== "string") return;
    const tags = (body?.["tags"] ?? {}) as Record<string, string>;
    tracked.put({ id: shown, type: path.type ?? "", name: path.name, location, tags });
    const properties = body?.["properties"] as { provisioningState?: unknown } | undefined;
    if (properties?.provisioningState === "Deleting") tracked.doubt(id);
  }
}

/** Path of the resource that a call addresses, without its action and a slash at the end. */
export function resourceId({ request }: ArmCall, path: ResourcePath): string {
  const whole = request.url.pathname.replace(/\/+$/, "");
  return path.action === undefined ? whole : whole.slice(0, -path.action.length - 1);
}
