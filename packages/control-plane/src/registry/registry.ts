import type { User } from "../access/access.ts";
import type { ReviewBook } from "../admission/webhooks/reviews.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { ApiStatus } from "../status/status.ts";

/** Whose call it is and how it is to be carried out; what query parameters of writes say. */
export interface WriteOptions {
  user: User;
  /** Name under which changed fields are noted. */
  fieldManager: string;
  dryRun?: boolean;
  /** Who writes is a part of this process: what he sends can be decoded. */
  isInside?: true;
  /** Unknown members: passed over, told in a warning, or refused. */
  fieldValidation?: "Ignore" | "Warn" | "Strict";
  /** What webhooks have said already; absent: nothing. */
  reviews?: ReviewBook;
  /** Called with each warning that the client is to see. */
  warn?(text: string): void;
}

/** Which object: `namespace` is absent for what belongs to none. */
export interface Target {
  kind: Kind;
  namespace?: string;
  name: string;
  subresource?: string;
}

export type Patch =
  | { type: "json" | "merge" | "strategic"; body: unknown }
  | { type: "apply"; body: KubeObject; force: boolean };

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: "Orphan" | "Background" | "Foreground";
  orphanDependents?: boolean;
  preconditions?: { uid?: string; resourceVersion?: string };
}

export interface ListOptions {
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  resourceVersionMatch?: "Exact" | "NotOlderThan";
}

/** An object in the version that was asked for. */
export interface Shown {
  /** As JSON. */
  readonly text: string;
  /** The same for everybody who reads it, and frozen: who changes it makes a copy first. */
  object(): KubeObject;
}

export interface ListResult {
  items: readonly Shown[];
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface WatchOptions extends ListOptions {
  allowWatchBookmarks?: boolean;
  sendInitialEvents?: boolean;
  timeoutSeconds?: number;
}

export type WatchEvent =
  | { type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK"; shown: Shown }
  | { type: "ERROR"; status: ApiStatus };

/**
 * Objects as requests and controllers read and write them: names, versions, defaults, validation, admission, finalizers, generations and
 * who owns which field. Everything that a client is to read as a failure is an ApiStatus.
 */
export interface Registry {
  get(target: Target): Shown;
  /** As `get`, for who expects that it is not there. */
  find(target: Target): Shown | undefined;
  list(kind: Kind, namespace: string | undefined, options?: ListOptions): ListResult;
  /** Ends when the signal is aborted, the time is over, or after an ERROR event. */
  watch(
    kind: Kind,
    namespace: string | undefined,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>;
  create(kind: Kind, namespace: string | undefined, object: unknown, options: WriteOptions): Shown;
  update(target: Target, object: unknown, options: WriteOptions): { shown: Shown; created: boolean };
  patch(target: Target, patch: Patch, options: WriteOptions): { shown: Shown; created: boolean };
  /** What is left, when finalizers or a grace period keep it; otherwise the object as it was. */
  remove(target: Target, deletion: DeleteOptions, options: WriteOptions): { shown: Shown; gone: boolean };
  removeCollection(
    kind: Kind,
    namespace: string | undefined,
    list: ListOptions,
    deletion: DeleteOptions,
    options: WriteOptions,
  ): ListResult;
}
