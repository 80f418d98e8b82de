/** Clusters and requests for tests, as a frontend would write them. */
import {
  CloudError,
  type ClusterDocument,
  type Durations,
  type JsonObject,
  type OpenShiftCluster,
  type OperationDocument,
  type OperationKind,
  type Sealed,
  scaledDurations,
  type WorkDocument,
} from "@aro/api";
import type { OperationRun } from "@aro/cluster";
import {
  type Database,
  endedOperation,
  enqueueWork,
  newOperation,
  openDatabase,
  openSqliteStore,
  type Stored,
  workId,
} from "@aro/database";
import { type Clock, isoTime, systemClock, systemRandom } from "@aro/runtime";
import type { Step } from "@aro/steps";
import { type Log, silentLog } from "@aro/telemetry";
import type { BackendDeps, Failures } from "../deps.ts";

export const sampleSubscription = "00000000-0000-0000-0000-000000000001";

/** Waits short enough for tests in real time; a takeover comes within about six seconds. */
export const quickDurations: Durations = {
  ...scaledDurations(1000),
  lease: 3_000,
  heartbeat: 200,
  longestAzureCall: 1_000,
  idlePoll: 100,
};

/** Opens the product's containers in one file. */
export async function openWorld(path: string, clock: Clock = systemClock): Promise<Database> {
  return await openDatabase(await openSqliteStore({ path, clock }), { clock });
}

/** The subscription, as ARM announced it. */
export async function register(database: Database, id = sampleSubscription, state = "Registered"): Promise<void> {
  await database.subscriptions.put(id, (stored) => ({
    ...stored,
    id,
    ...(state === "Deleted" ? { deleting: true } : {}),
    subscription: { state: state as "Registered", properties: { tenantId: "tenant" } },
  }));
}

const network = `/subscriptions/${sampleSubscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet`;

/** A cluster with a service principal in a given state. */
export function sampleCluster(name: string, state: string, subscription = sampleSubscription): ClusterDocument {
  const id = `/subscriptions/${subscription}/resourceGroups/RG/providers/Microsoft.RedHatOpenShift/openShiftClusters/${name}`;
  const managed = `/subscriptions/${subscription}/resourceGroups/Managed-${name}`;
  const openShiftCluster: OpenShiftCluster = {
    id,
    name,
    type: "Microsoft.RedHatOpenShift/openShiftClusters",
    location: "eastus",
    tags: { team: "payments" },
    properties: {
      architectureVersion: 1,
      provisioningState: state as "Creating",
      clusterProfile: {
        domain: name,
        version: "4.16.30",
        resourceGroupId: managed,
        fipsValidatedModules: "Disabled",
      },
      featureProfile: { gatewayEnabled: true },
      consoleProfile: {},
      servicePrincipalProfile: { clientId: name, clientSecret: "sealed" as Sealed },
      networkProfile: { podCidr: "10.128.0.0/14", serviceCidr: "172.30.0.0/16" },
      masterProfile: { vmSize: "Standard_D8s_v5", subnetId: `${network}/subnets/master` },
      workerProfiles: [
        { name: "worker", vmSize: "Standard_D4s_v5", diskSizeGB: 128, subnetId: `${network}/subnets/worker`, count: 3 },
      ],
      apiserverProfile: { visibility: "Public" },
      ingressProfiles: [{ name: "default", visibility: "Public" }],
    },
  };
  return {
    id: `${subscription.slice(-4)}-${name}`,
    kind: "cluster",
    partitionKey: subscription,
    key: id.toLowerCase(),
    clusterResourceGroupIdKey: managed.toLowerCase(),
    clientIdKey: name,
    bucket: 0,
    revision: 1,
    openShiftCluster,
  };
}

/** A cluster in which nothing works, with the item that its last operation left. */
export async function storeIdle(database: Database, cluster: ClusterDocument, work: Partial<WorkDocument> = {}) {
  const { id: clusterId, partitionKey } = cluster;
  const write = enqueueWork(undefined, { operationId: "former", clusterId, partitionKey });
  if (!("create" in write)) throw new Error("expected a new work item");
  await written(database, partitionKey, [
    { create: cluster },
    { create: { ...write.create, state: "idle", dequeues: 6, token: 3, ...work } },
  ]);
}

/** What was accepted: ids by which it is found again. */
export interface Accepted {
  clusterId: string;
  operationId: string;
}

/** Accepts an operation, as the frontend does; a DELETE cancels what runs (ARM-DEL-04). */
export async function accept(
  database: Database,
  request: {
    kind: OperationKind;
    cluster: ClusterDocument;
    clock?: Clock;
    before?: JsonObject;
  },
): Promise<Accepted> {
  const { kind, before, clock = systemClock } = request;
  const { container } = database.clusters;
  const { partitionKey, id: clusterId } = request.cluster;
  for (;;) {
    const stored = await database.clusters.byId(partitionKey, clusterId);
    const work = await container.read<WorkDocument>(partitionKey, workId(clusterId));
    const operationId = systemRandom.uuid();
    const running = stored?.asyncOperationId;
    const cancelled = running === undefined ? undefined : await database.operations.read(partitionKey, running);
    const base = stored ?? request.cluster;
    const cluster: ClusterDocument = {
      ...base,
      revision: base.revision + 1,
      asyncOperationId: operationId,
      correlationData: { requestId: "request", requestTime: isoTime(clock.now()) },
      openShiftCluster: {
        ...request.cluster.openShiftCluster,
        properties: { ...request.cluster.openShiftCluster.properties, provisioningState: kind },
      },
    };
    const startTime = isoTime(clock.now());
    const operation = newOperation({ id: operationId, kind, cluster, location: "eastus", startTime, before });
    const next = { operationId, clusterId, partitionKey, cancelled };
    const outcome = await container.batch(partitionKey, [
      stored === undefined ? { create: cluster } : { replace: cluster, ifMatch: stored._etag },
      { create: operation },
      enqueueWork(work, next),
      ...(cancelled === undefined ? [] : [{ replace: canceled(cancelled, startTime), ifMatch: cancelled._etag }]),
    ]);
    if (outcome.outcome === "written") return { clusterId, operationId };
    if (outcome.outcome === "conflict") throw new Error(`conflict on ${outcome.path}`);
  }
}

const canceled = (operation: OperationDocument, endTime: string): OperationDocument =>
  endedOperation(operation, {
    status: "Canceled",
    endTime,
    error: { code: "OperationCanceled", message: "A delete was requested." },
  });

/** The three documents of a cluster, as they are stored now. */
export async function look(database: Database, { clusterId, operationId }: Accepted, partition = sampleSubscription) {
  const { container } = database.clusters;
  const [cluster, operation, work] = await Promise.all([
    container.read<ClusterDocument>(partition, clusterId),
    container.read<OperationDocument>(partition, operationId),
    container.read<WorkDocument>(partition, workId(clusterId)),
  ]);
  return { cluster, operation, work };
}

/** Waits in real time until the operation has ended. */
export async function ended(
  database: Database,
  accepted: Accepted,
  limitMilliseconds = 20_000,
): Promise<Stored<OperationDocument>> {
  const { container } = database.clusters;
  const began = systemClock.monotonic();
  for (;;) {
    const operation = await container.read<OperationDocument>(sampleSubscription, accepted.operationId);
    if (operation?.asyncOperation.endTime !== undefined) return operation;
    if (systemClock.monotonic() - began > limitMilliseconds)
      throw new Error(`no end: ${JSON.stringify((await look(database, accepted)).operation?.asyncOperation)}`);
    await systemClock.sleep(5);
  }
}

async function written(
  database: Database,
  partition: string,
  operations: Parameters<Database["clusters"]["container"]["batch"]>[1],
) {
  const outcome = await database.clusters.container.batch(partition, operations);
  if (outcome.outcome !== "written") throw new Error(`not written: ${JSON.stringify(outcome)}`);
}

/** What steps of tests work with. */
export interface TestContext {
  run: OperationRun;
  kind: OperationKind;
}

export type TestStep = Step<TestContext>;

/** A step that acts. */
export const act = (
  name: string,
  run: (context: TestContext, signal: AbortSignal) => unknown = () => {},
): TestStep => ({
  kind: "once",
  name,
  run: async (context, signal) => void (await run(context, signal)),
});

/** Errors of steps, read as the product reads them but without Azure. */
export const testFailures: Failures = {
  isAuthorizationFailure: () => false,
  toCloudError: (error) =>
    error instanceof CloudError
      ? error
      : new CloudError({ code: "InternalServerError", message: "Internal server error." }, { cause: error }),
};

/** A backend's parts, quick unless told otherwise. */
export const testDeps = (
  database: Database,
  flows: BackendDeps<TestContext>["flows"],
  others: Partial<BackendDeps<TestContext>> = {},
): BackendDeps<TestContext> => ({
  database,
  clock: systemClock,
  random: systemRandom,
  log: silentLog,
  durations: quickDurations,
  location: "eastus",
  flows,
  context: async (run, kind) => ({ run, kind }),
  failures: testFailures,
  ...others,
});

/** A log that keeps its lines. */
export function keptLog(): { log: Log; lines: { event: string; fields: Record<string, unknown> }[] } {
  const lines: { event: string; fields: Record<string, unknown> }[] = [];
  const with_ = (bound: Record<string, unknown>): Log => {
    const keep = (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ event, fields: { ...bound, ...fields } });
    return { debug: keep, info: keep, warn: keep, error: keep, with: (fields) => with_({ ...bound, ...fields }) };
  };
  return { log: with_({}), lines };
}
