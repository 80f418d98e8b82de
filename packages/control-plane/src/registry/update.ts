import { copyOf } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { ApiStatus } from "../status/status.ts";
import { create, placed } from "./create.ts";
import { decode } from "./decode.ts";
import type { Desk } from "./desk.ts";
import { notFound } from "./failures.ts";
import { admit, approve, check, keep, type Pending, track, unchanged } from "./keep.ts";
import { requireSame } from "./preconditions.ts";
import { stored } from "./read.ts";
import type { Shown, Target, WriteOptions } from "./registry.ts";
import { forget } from "./remove.ts";
import { isReport, reportStatus } from "./report-status.ts";
import { fromObject } from "./shown.ts";

/** Puts what a client sent in the place of an object (PUT). */
export function update(
  desk: Desk,
  target: Target,
  sent: unknown,
  options: WriteOptions,
): { shown: Shown; created: boolean } {
  const { kind, namespace, name } = target;
  if (isReport(desk, target, options))
    return { shown: reportStatus(desk, target, sent as KubeObject, options), created: false };
  const object = decode(desk, kind, sent, options);
  placed(kind, namespace, object);
  if (object.metadata.name === undefined || object.metadata.name === "") object.metadata.name = name;
  if (object.metadata.name !== name)
    throw new ApiStatus(
      "BadRequest",
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
    );
  const before = stored(desk, kind, namespace, name)?.object();
  if (before === undefined) {
    if (!kind.createOnUpdate || target.subresource !== undefined) throw notFound(kind, name);
    delete (object.metadata as { resourceVersion?: string }).resourceVersion;
    return { shown: create(desk, kind, namespace, object, options), created: true };
  }
  return { shown: replace(desk, target, object, before, options), created: false };
}

/** Replaces `before` by `object`, which was decoded; `tracked` when its managedFields are as they shall be. */
export function replace(
  desk: Desk,
  { kind, subresource, name }: Target,
  object: KubeObject,
  before: KubeObject,
  options: WriteOptions,
  tracked?: true,
): Shown {
  const { metadata } = object;
  const old = before.metadata;
  requireSame({ kind, name }, metadata, old);

  metadata.uid = old.uid;
  metadata.resourceVersion = old.resourceVersion;
  metadata.creationTimestamp = old.creationTimestamp;
  for (const member of ["deletionTimestamp", "deletionGracePeriodSeconds"] as const)
    if (metadata[member] === undefined && old[member] !== undefined) Object.assign(metadata, { [member]: old[member] });
  for (const member of ["generateName", "generation"] as const)
    if (old[member] === undefined) delete metadata[member];
    else Object.assign(metadata, { [member]: old[member] });
  delete metadata["selfLink"];
  metadata.managedFields ??= old.managedFields ?? [];
  if (subresource === "status" || subresource === "approval") onlyStatus(object, before);
  else if (subresource === undefined && kind.hasStatus) {
    if (before["status"] === undefined) delete object["status"];
    else object["status"] = copyOf(before["status"]);
  } else if (subresource !== undefined) kind.confine?.(object, before, subresource);
  kind.prepare?.(object, before, subresource);
  if (kind.hasGeneration && subresource !== "status" && !sameDesire(object, before))
    object.metadata.generation = (old.generation ?? 0) + 1;
  const pending: Pending = {
    kind,
    object,
    before,
    options,
    ...(subresource === undefined ? {} : { subresource }),
    ...(tracked ? { tracked } : {}),
  };
  admit(desk, pending);
  check(desk, pending);
  track(desk, pending);
  approve(desk, pending);
  if (isReleased(object) && kind.held?.(object) !== true) return forget(desk, kind, object, options);
  return unchanged(object, before) ? fromObject(before) : keep(desk, pending);
}

/** Everything but the status is as it was; who owns the status' fields is the writer's to say. */
function onlyStatus(object: KubeObject, before: KubeObject): void {
  const { status } = object;
  const { managedFields } = object.metadata;
  for (const member of Object.keys(object)) if (!(member in before) && member !== "status") delete object[member];
  Object.assign(object, copyOf(before));
  if (managedFields !== undefined) object.metadata.managedFields = managedFields;
  if (status === undefined) delete object["status"];
  else object["status"] = status;
}

/** Whether nothing but metadata and status differs. */
function sameDesire(object: KubeObject, before: KubeObject): boolean {
  const plain = ({ metadata: _, status: __, ...rest }: KubeObject) =>
    ({ ...rest, metadata: { name: "" } }) as unknown as KubeObject;
  return unchanged(plain(object), plain(before));
}

/** Whether an object that is being deleted waits for nobody any more. */
const isReleased = ({ metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined &&
  (metadata.finalizers ?? []).length === 0 &&
  (metadata.deletionGracePeriodSeconds ?? 0) === 0;
