import { createHash } from "node:crypto";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { applyWorkload, ensureNamespace } from "./apply-workload.ts";
import { capabilities } from "./capabilities.ts";
import { clusterOperators, ensureOperator, reportOperator } from "./cluster-operators.ts";
import { conditionsOf, heldConditions, type OperatorCondition } from "./condition.ts";
import { firstObjects } from "./first-objects.ts";
import { sayFirst } from "./first-statuses.ts";
import type { NewsBoard } from "./news.ts";
import { type ClusterVersionStatus, clusterVersions, type HistoryEntry, type Release } from "./release.ts";
import type { OperatorRow } from "./rows.ts";
import { operatorsOf } from "./table.ts";

/** From a manifest to an operator that has begun. */
const operatorStart = [5_000, 60_000] as const;
/** First objects that are made before others have their turn. */
const atOnce = 8;
/** Tasks that the version operator counts for each operator. */
const tasksEach = 28;

/**
 * The version operator: sets out for the release that is wanted, tells the operators of it (all at once in an install, one after the other in
 * an upgrade), and says how far they are.
 */
export const versionOperator =
  (news: NewsBoard): ClusterController =>
  async (context, signal) => {
    const api = context.objects("cluster-version-operator");
    await leaveBehind(context, api, signal);
    sayFirst(context, api);
    /** When an operator that is told for the first time begins. */
    const begins = new Map<string, number>();
    const look = (): number | undefined => {
      const now = context.clock.now();
      const release = setOut(context, api);
      if (release === undefined) return undefined;
      const rows = operatorsOf(release.version);
      const isInstall = historyOf(api).every(({ state }) => state === "Partial");
      let next: number | undefined;
      let isFirstBehind = true;
      const behind: OperatorRow[] = [];
      for (const row of rows) {
        ensureOperator(api, row, release.version);
        const at = begins.get(row.name) ?? now + (isNew(api, row) ? context.lasts(operatorStart) : 0);
        begins.set(row.name, at);
        const isTurn = isInstall || isFirstBehind || isAt(api, row, release.version);
        const told = isTurn && at <= now;
        if (isTurn && at > now) next = Math.min(next ?? at, at);
        if (told) for (const workload of row.workloads) applyWorkload(api, workload, release.version);
        if (reportOperator(context, api, row, { version: release.version, told }, news.of(row.name))) continue;
        behind.push(row);
        isFirstBehind = false;
      }
      reportVersion(context, api, release, { total: rows.length, behind });
      return next === undefined ? undefined : Math.max(1, next - now);
    };
    await keep(
      context,
      {
        name: "cluster-version-operator",
        resources: [
          clusterVersions,
          clusterOperators,
          "apps/v1/deployments",
          "apps/v1/daemonsets",
          "apps/v1/statefulsets",
          "v1/nodes",
        ],
        also: (wake) => news.watch(wake),
        restMilliseconds: 40,
      },
      look,
      signal,
    );
  };

/** Makes what is not there yet. What the API server will not take is told in the log and passed over. */
async function leaveBehind(context: ClusterContext, api: Objects, signal: AbortSignal): Promise<void> {
  for (const [index, object] of firstObjects(context).entries()) {
    if (index % atOnce === 0) await context.clock.sleep(0, signal);
    try {
      if (object.metadata.namespace !== undefined) ensureNamespace(api, object.metadata.namespace);
      api.ensure(object);
    } catch (error) {
      context.log.warn("openshift.object.refused", { kind: object.kind, name: object.metadata.name, error });
    }
  }
}

const historyOf = (api: Objects): readonly HistoryEntry[] =>
  ((api.get(clusterVersions, "version")?.["status"] ?? {}) as ClusterVersionStatus).history ?? [];

const versionsOf = (api: Objects, row: OperatorRow): readonly { name: string; version: string }[] =>
  ((api.get(clusterOperators, row.name)?.["status"] ?? {}) as { versions?: { name: string; version: string }[] })
    .versions ?? [];

const isNew = (api: Objects, row: OperatorRow): boolean => versionsOf(api, row).length === 0;
const isAt = (api: Objects, row: OperatorRow, version: string): boolean =>
  versionsOf(api, row).some((one) => one.name === "operator" && one.version === version);

/** Finds out which release is wanted and notes a new one in the history. Undefined: there is no ClusterVersion. */
function setOut(context: ClusterContext, api: Objects): Release | undefined {
  const { facts, record, clock } = context;
  const held = api.get(clusterVersions, "version");
  if (held === undefined) {
    api.ensure({
      apiVersion: "config.openshift.io/v1",
      kind: "ClusterVersion",
      metadata: { name: "version" },
      spec: { channel: "", clusterID: context.random.uuid() },
    });
    return undefined;
  }
  const wanted = ((held["spec"] ?? {}) as { desiredUpdate?: { version?: string; image?: string } }).desiredUpdate;
  const status = (held["status"] ?? {}) as ClusterVersionStatus;
  const before = status.history?.[0];
  const version = wanted?.version || before?.version || facts.version;
  const image = wanted?.image || (version === before?.version ? before.image : facts.image);
  const now = timeStamp(clock.now());
  if (before?.version === version && before.image === image) return { version, image };
  // The same version at another address is the same release: the history says where it was taken from last.
  const history: HistoryEntry[] =
    before?.version === version
      ? [{ ...before, image }, ...(status.history ?? []).slice(1)]
      : [
          { state: "Partial", startedTime: now, completionTime: null, version, image, verified: before !== undefined },
          ...(status.history ?? []).map((one) => (one.completionTime === null ? { ...one, completionTime: now } : one)),
        ];
  api.setStatus(clusterVersions, "version", undefined, {
    ...status,
    availableUpdates: null,
    conditions: status.conditions ?? [],
    desired: { version, image },
    history,
    observedGeneration: held.metadata.generation ?? 1,
    versionHash: createHash("sha256").update(`${record.infraId} ${version}`).digest("base64").slice(0, 22),
  });
  return { version, image };
}

/** Says in ClusterVersion how far the release is. */
function reportVersion(
  { clock }: ClusterContext,
  api: Objects,
  { version }: Release,
  { total, behind }: { total: number; behind: readonly OperatorRow[] },
): void {
  const held = api.get(clusterVersions, "version");
  if (held === undefined) return;
  const status = (held["status"] ?? {}) as ClusterVersionStatus;
  const now = timeStamp(clock.now());
  const [newest] = status.history ?? [];
  const isDone = behind.length === 0;
  const wasDone = newest?.state === "Completed";
  const history = (status.history ?? []).map((one, index) =>
    index === 0 && isDone && !wasDone ? { ...one, state: "Completed" as const, completionTime: now } : one,
  );
  const tasks = total * tasksEach;
  const done = (total - behind.length) * tasksEach;
  const names = behind.map(({ name }) => name).sort();
  const shown = names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  const ever = wasDone || isDone || (status.history ?? []).some(({ state }) => state === "Completed");
  const failing = wasDone && !isDone;
  const condition = (
    type: string,
    is: boolean,
    message: string,
    reason?: string,
  ): Omit<OperatorCondition, "lastTransitionTime"> => ({
    type,
    status: is ? "True" : "False",
    message,
    ...(reason === undefined ? {} : { reason }),
  });
  const conditions = conditionsOf(
    heldConditions(held),
    [
      condition("RetrievedUpdates", false, "The update channel has not been configured.", "NoChannel"),
      condition("ImplicitlyEnabledCapabilities", false, "Capabilities match configured spec", "AsExpected"),
      condition(
        "ReleaseAccepted",
        true,
        `Payload loaded version="${version}" image="${status.desired?.image ?? ""}"`,
        "PayloadLoaded",
      ),
      condition("Available", ever, ever ? `Done applying ${newest?.version ?? version}` : ""),
      condition(
        "Failing",
        failing,
        failing ? `Cluster operator ${names[0]} is not available` : "",
        ...(failing ? ["ClusterOperatorNotAvailable"] : []),
      ),
      isDone || wasDone
        ? condition(
            "Progressing",
            false,
            wasDone && !isDone
              ? `Error while reconciling ${version}: the cluster operator ${names[0]} is not available`
              : `Cluster version is ${version}`,
          )
        : condition(
            "Progressing",
            true,
            `Working towards ${version}: ${done} of ${tasks} done (${Math.floor((done * 100) / tasks)}% complete), waiting on ${shown}`,
          ),
    ],
    now,
  );
  api.setStatus(clusterVersions, "version", undefined, {
    ...status,
    availableUpdates: null,
    capabilities,
    conditions,
    history,
    observedGeneration: held.metadata.generation ?? 1,
  });
}
