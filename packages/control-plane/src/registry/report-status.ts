import type { Kind } from "../kinds/kind.ts";
import { copyOf } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Desk } from "./desk.ts";
import { notFound } from "./failures.ts";
import { admit, approve, keep, refuse, track, unchanged } from "./keep.ts";
import { requireSame } from "./preconditions.ts";
import { stored } from "./read.ts";
import type { Shown, Target, WriteOptions } from "./registry.ts";

/*
 * Most writes of a cluster are statuses that controllers and kubelets inside of this process report. Such a write shares everything but the status
 * with what is stored, instead of copying, completing and comparing all of it.
 */

const webhooks = "admissionregistration.k8s.io/mutatingwebhookconfigurations";

/** Whether a write is such a report: who reports is of this process, the kind's rest has no say in it, and nobody outside may change it. */
export const isReport = (desk: Desk, { kind, subresource }: Target, { isInside }: WriteOptions): boolean =>
  isInside === true &&
  subresource === "status" &&
  (kind.custom || kind.statusApart === true) &&
  desk.store.count(webhooks) === 0;

/** Puts the status of `sent` in the place of the stored one. @throws ApiStatus */
export function reportStatus(desk: Desk, target: Target, sent: KubeObject, options: WriteOptions): Shown {
  const { kind, namespace, name } = target;
  const held = stored(desk, kind, namespace, name);
  if (held === undefined) throw notFound(kind, name);
  const before = held.object();
  requireSame(target, sent.metadata, before.metadata);
  const { status: _, ...rest } = before;
  const status = completed(desk, kind, before, sent["status"]);
  const object = { ...rest, metadata: { ...before.metadata }, ...(status === undefined ? {} : { status }) };
  const pending = { kind, subresource: "status", object: object as KubeObject, before, options };
  admit(desk, pending);
  // Of what is built in only the rest is checked, and that is as it was.
  if (kind.custom) refuse(pending, [...desk.schemas.validate(kind.schema, pending.object, before)]);
  track(desk, pending);
  approve(desk, pending);
  return unchanged(pending.object, before) ? held : keep(desk, pending);
}

/** A status with known members only and its defaults. */
function completed(desk: Desk, kind: Kind, { apiVersion, kind: named }: KubeObject, status: unknown): unknown {
  const alone = { apiVersion, kind: named, metadata: {}, status: copyOf(status) } as unknown as KubeObject;
  desk.schemas.prune(kind.schema, alone);
  desk.schemas.fillDefaults(kind.schema, alone);
  return alone["status"];
}
