import type { Clock } from "@aro/runtime";
import { asController, find, kindOf } from "../controllers/controller.ts";
import type { Kinds } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry } from "../registry/registry.ts";
import { ApiStatus } from "../status/status.ts";
import { chanceOf, hex } from "./chance.ts";

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

/** Events of one node's kubelet; what is told again is counted on the event that is there. */
export function kubeletEvents(registry: Registry, kinds: Kinds, clock: Clock, node: string): TellEvent {
  const kind = kindOf(kinds, "", "v1", "events");
  const options = { ...asController("kubelet"), fieldManager: "kubelet" };
  return (about, type, reason, message, fieldPath) => {
    const { name, uid, resourceVersion } = about.metadata;
    const namespace = about.metadata.namespace ?? "default";
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const own = `${name}.${hex(chanceOf(uid, reason, message, fieldPath ?? ""), 8)}`;
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
            source: { component: "kubelet", host: node },
            firstTimestamp: now,
            lastTimestamp: now,
            count: 1,
            type,
            reportingComponent: "kubelet",
            reportingInstance: node,
          },
          options,
        );
    } catch (error) {
      // A namespace that is being deleted takes no more events.
      if (!(error instanceof ApiStatus)) throw error;
    }
  };
}
