import type { Connection } from "./connection.ts";
import type { KubernetesObject } from "./object.ts";
import { pathOf, type Resource } from "./resource.ts";

/** Which objects of a kind. */
export interface ListOptions {
  /** All namespaces when absent. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

const pageSize = 500;

/** All that match, read page by page, and the version at which they were so: a watch goes on from there. */
export async function listObjects<Shape extends KubernetesObject>(
  connection: Connection,
  kind: Resource<Shape>,
  { namespace, ...query }: ListOptions,
  signal: AbortSignal,
): Promise<{ items: Shape[]; resourceVersion: string }> {
  const path = pathOf(kind, namespace === undefined ? {} : { namespace });
  const items: Shape[] = [];
  let next: string | undefined;
  for (;;) {
    const text = await connection.send(
      { method: "GET", path, query: { ...query, limit: pageSize, continue: next } },
      signal,
    );
    const page = JSON.parse(text) as { items: Shape[]; metadata: { continue?: string; resourceVersion: string } };
    // Items of a list do not say what they are.
    for (const item of page.items) items.push({ ...item, apiVersion: kind.apiVersion, kind: kind.kind });
    next = page.metadata.continue || undefined;
    if (next === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
  }
}
