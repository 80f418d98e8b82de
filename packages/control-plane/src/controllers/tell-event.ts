import { createHash } from "node:crypto";
import type { Clock } from "@aro/runtime";
import type { Kinds } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry } from "../registry/registry.ts";
import { ApiStatus } from "../status/status.ts";
import { asController, find, kindOf } from "./controller.ts";

/** Tells what happens to an object, as `kubectl describe` shows it at its end. */
export type TellEvent = (
  about: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  fieldPath?: string,
) => void;

interface Event extends KubeObject {
  count?: number;
}

/** Events of one who tells them; what is told again is counted on the event that is there. */
export function eventTeller(
  { registry, kinds, clock }: { registry: Registry; kinds: Kinds; clock: Clock },
  { component, host }: { component: string; host?: string },
): TellEvent {
  const kind = kindOf(kinds, "", "v1", "events");
  const options = { ...asController(component), fieldManager: component };
  return (about, type, reason, message, fieldPath) => {
    const { name, uid, resourceVersion } = about.metadata;
    const namespace = about.metadata.namespace ?? "default";
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const digest = createHash("sha256").update([uid, component, reason, message, fieldPath ?? ""].join("\0"));
    const own = `${name}.${digest.digest("hex").slice(0, 16)}`;
    const before = find(registry, kind, namespace, own) as Event | undefined;
    try {
      if (before !== undefined)
        registry.update(
          { kind, namespace, name: own },
          { ...before, count: (before.count ?? 1) + 1, lastTimestamp: now },
          options,
        );
      else
        registry.create(
          kind,
          namespace,
          {
            metadata: { name: own, namespace },
            involvedObject: {
              kind: about.kind,
              ...(about.metadata.namespace === undefined ? {} : { namespace }),
              name,
              uid,
              apiVersion: about.apiVersion,
              resourceVersion,
              ...(fieldPath === undefined ? {} : { fieldPath }),
            },
            reason,
            message,
            source: { component, ...(host === undefined ? {} : { host }) },
            firstTimestamp: now,
            lastTimestamp: now,
            count: 1,
            type,
            reportingComponent: component,
            reportingInstance: host ?? "",
          },
          options,
        );
    } catch (error) {
      // A namespace that is being deleted takes no more events.
      if (!(error instanceof ApiStatus)) throw error;
    }
  };
}
