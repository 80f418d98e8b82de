import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { User } from "../access/access.ts";
import type { ServiceAccountTokens } from "../access/service-account-tokens.ts";
import type { Kind, Kinds } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry, WriteOptions } from "../registry/registry.ts";
import { ApiStatus } from "../status/status.ts";
import type { Store } from "../store/store.ts";

/** What controllers that live inside the control plane work with. */
export interface ControllerDeps {
  store: Store;
  kinds: Kinds;
  registry: Registry;
  /** Tokens of service accounts, for whoever mounts them. */
  tokens: ServiceAccountTokens;
  clock: Clock;
  random: Random;
  log: Log;
}

/** Keeps some part of the cluster in order, from its start until the signal is aborted. */
export type Controller = (deps: ControllerDeps, signal: AbortSignal) => Promise<void>;

/** A controller acts as the control plane itself. */
export const asController = (name: string): WriteOptions => ({
  user: { name: `system:serviceaccount:kube-system:${name}`, groups: ["system:masters"] } satisfies User,
  fieldManager: "kube-controller-manager",
  fieldValidation: "Ignore",
  isInside: true,
});

/** A kind that is always there. @throws when it is not: a fault of ours. */
export function kindOf(kinds: Kinds, group: string, version: string, plural: string): Kind {
  const found = kinds.find(group, version, plural);
  if (found === undefined) throw new Error(`there is no kind ${group}/${version} ${plural}`);
  return found;
}

/** The object, or undefined. */
export function find(
  registry: Registry,
  kind: Kind,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  return registry.find({ kind, name, ...(namespace === undefined ? {} : { namespace }) })?.object();
}

/** `NAMESPACE/NAME` or `NAME` taken apart. */
export function splitKey(key: string): { namespace?: string; name: string } {
  const at = key.indexOf("/");
  return at < 0 ? { name: key } : { namespace: key.slice(0, at), name: key.slice(at + 1) };
}

/** Passes over failures that say that the object is not there or as it shall be already. */
export function unless(reasons: readonly string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ApiStatus) || !reasons.includes(error.reason)) throw error;
  }
}
