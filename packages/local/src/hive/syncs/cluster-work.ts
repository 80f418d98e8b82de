import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "@aro/control-plane";
import { openAdministrator } from "../administrator.ts";
import type { ClusterApi } from "../cluster-api.ts";
import { type HiveContext, stamp } from "../context.ts";
import { bring, takeAway } from "./bring.ts";
import { type Synced, type SyncedObject, type SyncStatus, syncSpec } from "./shapes.ts";

/** What is done at one cluster in one look; the cluster is called only when something is due. */
export class ClusterWork implements Disposable {
  readonly #context: HiveContext;
  readonly #deployment: KubeObject;
  readonly #everything: boolean;
  readonly #signal: AbortSignal;
  #api: ClusterApi | undefined;

  /** `everything`: also what was brought and has not changed since. */
  constructor(
    context: HiveContext,
    deployment: KubeObject,
    { everything }: { everything: boolean },
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#deployment = deployment;
    this.#everything = everything;
    this.#signal = signal;
  }

  /** The statuses after this look: of the sets there are, by their names, and of those that went and could not be taken away. */
  async sets(
    sets: readonly KubeObject[],
    before: readonly SyncStatus[],
    namespace: string | undefined,
  ): Promise<SyncStatus[]> {
    const statuses: SyncStatus[] = [];
    for (const set of sets.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1)))
      statuses.push(
        await this.#set(
          set,
          before.find(({ name }) => name === set.metadata.name),
          namespace,
        ),
      );
    for (const gone of before.filter(({ name }) => !sets.some(({ metadata }) => metadata.name === name))) {
      const failureMessage = await this.#remove(gone.resourcesToDelete ?? []);
      if (failureMessage !== undefined)
        statuses.push(this.#status(gone, { ...gone, result: "Failure", failureMessage }));
    }
    return statuses;
  }

  async #set(set: KubeObject, before: SyncStatus | undefined, namespace: string | undefined): Promise<SyncStatus> {
    const { name, generation = 1 } = set.metadata;
    const spec = syncSpec(set);
    const isDue =
      before === undefined ||
      before.observedGeneration !== generation ||
      before.result === "Failure" ||
      this.#everything;
    if (!isDue) return before;
    const formerly = before?.resourcesToDelete ?? [];
    const deps = {
      secret: (place: { name: string; namespace: string }) =>
        this.#context.objects.get("v1/secrets", place.name, place.namespace) as SyncedObject | undefined,
      labels: this.#deployment.metadata.labels ?? {},
      ...(namespace === undefined ? {} : { namespace }),
    };
    let brought: Awaited<ReturnType<typeof bring>>;
    try {
      brought = await bring(spec, { ...deps, api: this.#cluster() });
    } catch (error) {
      brought = { objects: [], failure: (error as Error).message };
    }
    let failureMessage = brought.failure;
    let resourcesToDelete: readonly Synced[] = [];
    if (spec.resourceApplyMode === "Sync") {
      const left = formerly.filter((one) => !brought.objects.some((other) => isSame(one, other)));
      // Of a set that stopped half-way nobody knows what it would have named still.
      if (failureMessage === undefined) failureMessage = await this.#remove(left);
      resourcesToDelete = failureMessage === undefined ? brought.objects : [...brought.objects, ...left];
    }
    return this.#status(before, {
      name,
      observedGeneration: generation,
      result: failureMessage === undefined ? "Success" : "Failure",
      ...(failureMessage === undefined ? {} : { failureMessage }),
      ...(resourcesToDelete.length === 0 ? {} : { resourcesToDelete }),
    });
  }

  /** Why something could not be taken away; undefined when all is. */
  async #remove(objects: readonly Synced[]): Promise<string | undefined> {
    if (objects.length === 0) return undefined;
    try {
      await takeAway(this.#cluster(), objects);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  #status(before: SyncStatus | undefined, now: Omit<SyncStatus, "lastTransitionTime">): SyncStatus {
    const time = stamp(this.#context);
    const { firstSuccessTime = now.result === "Success" ? time : undefined } = before ?? {};
    const told = { ...now, ...(firstSuccessTime === undefined ? {} : { firstSuccessTime }) };
    // A time that changes with every look would say nothing.
    if (before !== undefined && isDeepStrictEqual({ ...told, lastTransitionTime: before.lastTransitionTime }, before))
      return before;
    return { ...told, lastTransitionTime: time };
  }

  #cluster(): ClusterApi {
    this.#api ??= openAdministrator(this.#context, this.#deployment, this.#signal);
    return this.#api;
  }

  [Symbol.dispose](): void {
    this.#api?.[Symbol.dispose]();
  }
}

const isSame = (one: Synced, other: Synced): boolean =>
  one.kind === other.kind &&
  one.name === other.name &&
  (one.namespace ?? "") === (other.namespace ?? "") &&
  one.apiVersion.split("/").slice(0, -1).join() === other.apiVersion.split("/").slice(0, -1).join();
