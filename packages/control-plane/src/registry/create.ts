import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { ApiStatus } from "../status/status.ts";
import { decode } from "./decode.ts";
import { type Desk, timestamp } from "./desk.ts";
import { alreadyExists } from "./failures.ts";
import { admit, approve, check, keep, type Pending, track } from "./keep.ts";
import { generatedName } from "./names.ts";
import { stored } from "./read.ts";
import type { Shown, WriteOptions } from "./registry.ts";

const attempts = 8;

/** Makes an object of what a client sent (POST). */
export function create(
  desk: Desk,
  kind: Kind,
  namespace: string | undefined,
  sent: unknown,
  options: WriteOptions,
): Shown {
  return createDecoded(desk, kind, namespace, decode(desk, kind, sent, options), options);
}

/** As {@link create}, of an object that was decoded already; `tracked` when an apply has made its managedFields. */
export function createDecoded(
  desk: Desk,
  kind: Kind,
  namespace: string | undefined,
  object: KubeObject,
  options: WriteOptions,
  tracked?: true,
): Shown {
  placed(kind, namespace, object);
  const { metadata } = object;
  if (metadata.resourceVersion !== undefined && metadata.resourceVersion !== "")
    throw new ApiStatus("Unknown", "resourceVersion should not be set on objects to be created");
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata["selfLink"];
  metadata.uid = desk.random.uuid();
  metadata.creationTimestamp = timestamp(desk);
  if (kind.hasGeneration) metadata.generation = 1;
  else delete metadata.generation;
  if (!tracked) delete metadata.managedFields;
  if (kind.custom && kind.hasStatus) delete object["status"];
  const given = metadata.name !== undefined && metadata.name !== "";
  const base = metadata.generateName ?? "";
  if (!given && base !== "") metadata.name = freeName(desk, kind, namespace, base);
  kind.prepare?.(object, undefined);
  const pending: Pending = { kind, object, before: undefined, options, ...(tracked ? { tracked } : {}) };
  admit(desk, pending);
  check(desk, pending);
  if (given && stored(desk, kind, namespace, metadata.name) !== undefined) throw alreadyExists(kind, metadata.name);
  track(desk, pending);
  approve(desk, pending);
  return keep(desk, pending);
}

function freeName(desk: Desk, kind: Kind, namespace: string | undefined, base: string): string {
  let name = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    name = generatedName(base, desk.random);
    if (stored(desk, kind, namespace, name) === undefined) return name;
  }
  throw alreadyExists(kind, name);
}

/** Sees to it that the object lies in the namespace that the request names. */
export function placed(kind: Kind, namespace: string | undefined, object: KubeObject): void {
  const { metadata } = object;
  if (!kind.namespaced) {
    if (metadata.namespace !== undefined && metadata.namespace !== "")
      throw new ApiStatus("BadRequest", "namespace may not be set on an object of the cluster");
    delete metadata.namespace;
    return;
  }
  if (namespace === undefined) throw new ApiStatus("BadRequest", "an empty namespace may not be set during creation");
  if (metadata.namespace !== undefined && metadata.namespace !== "" && metadata.namespace !== namespace)
    throw new ApiStatus(
      "BadRequest",
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  metadata.namespace = namespace;
}
