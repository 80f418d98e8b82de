import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Desk } from "./desk.ts";
import { notFound } from "./failures.ts";
import { keyOf, shelfOf } from "./keys.ts";
import type { Shown } from "./registry.ts";
import { shown } from "./shown.ts";

/** What is stored under a name. */
export function stored(desk: Desk, kind: Kind, namespace: string | undefined, name: string): Shown | undefined {
  const entry = desk.store.get(shelfOf(kind), keyOf(namespace, name));
  return entry === undefined ? undefined : shown(kind, entry.text);
}

/** @throws ApiStatus NotFound */
export function existing(desk: Desk, kind: Kind, namespace: string | undefined, name: string): KubeObject {
  const found = stored(desk, kind, namespace, name);
  if (found === undefined) throw notFound(kind, name);
  return found.object();
}
