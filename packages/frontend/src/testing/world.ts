import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ClusterDocument,
  type JsonObject,
  type OperationDocument,
  resourceKey,
  scaledDurations,
  type WorkDocument,
} from "@aro/api";
import { createSealer, type Database, openDatabase, openSqliteStore, type Stored, workId } from "@aro/database";
import { type Clock, type Random, seededRandom, systemClock } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import type { FrontendDeps } from "../deps.ts";
import { createFrontend, type Frontend } from "../frontend.ts";
import type { FrontendRequest } from "../request.ts";
import { checkAnswer } from "./check-answer.ts";
import { clusterBody, subscriptionId } from "./cluster-body.ts";
import { endOperation } from "./end-operation.ts";
import { recordExchange } from "./record-exchange.ts";
import type { Reply } from "./reply.ts";

/** A frontend over a real store, and what tests do with it. */
export interface World extends AsyncDisposable {
  frontend: Frontend;
  database: Database;
  deps: FrontendDeps;
  /** Every line that was logged. */
  logged: string[];
  /** Sends one request as ARM does, and checks what holds for every answer. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** As {@link call}, for the cluster `name`. */
  cluster(method: string, name: string, options?: CallOptions): Promise<Reply>;
  /** Creates the n-th cluster and lets its operation succeed. */
  made(name: string, n: number): Promise<Stored<ClusterDocument>>;
  /** The cluster as stored. */
  stored(name: string): Promise<Stored<ClusterDocument>>;
  operation(id: string): Promise<Stored<OperationDocument> | undefined>;
  work(cluster: ClusterDocument): Promise<Stored<WorkDocument>>;
  /** Changes the stored cluster, as a backend would. */
  change(name: string, change: (cluster: ClusterDocument) => ClusterDocument): Promise<void>;
  /** Ends the running operation of a cluster: state and operation in one batch. */
  end(name: string, status: "Succeeded" | "Failed"): Promise<void>;
  /** Every document of the container, by kind. */
  census(): Promise<Record<"cluster" | "operation" | "work", JsonObject[]>>;
}

export interface CallOptions {
  /** An object is sent as JSON. */
  body?: JsonObject | string | Uint8Array | undefined;
  headers?: Record<string, string | undefined>;
  certificate?: Uint8Array | undefined;
  signal?: AbortSignal;
}

/** The certificate that ARM presents in tests. */
export const armCertificate = Buffer.from("the certificate of ARM");
/** Where the client reached ARM; deliberately nothing like our own address. */
export const armHost = "https://arm.example:8443";
export const tenantId = "99999999-9999-4999-8999-999999999999";

/** The version that most tests speak. */
export const version = "api-version=2025-07-25";

/** Path of a cluster. */
export const clusterPath = (name: string, group = "RG", subscription = subscriptionId): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/${name}`;

/** Opens a world in a folder of its own; `deps` replaces parts of it. The subscription is registered unless `state` says otherwise. */
export async function openWorld(
  options: {
    clock?: Clock;
    random?: Random;
    state?: string | undefined;
    deps?: Partial<FrontendDeps>;
    wrap?: (database: Database) => Database;
  } = {},
): Promise<World> {
  const { clock = systemClock, random = seededRandom(1) } = options;
  const folder = await mkdtemp(join(tmpdir(), "frontend-"));
  // Hundreds of tests open one: a thread for each would take longer than they do.
  const store = await openSqliteStore({ path: join(folder, "store.db"), clock, writesIn: "eventLoop" });
  const database = await openDatabase(store, { clock });
  const key = (fill: number) => new Uint8Array(64).fill(fill);
  const logged: string[] = [];
  const deps: FrontendDeps = {
    database: options.wrap?.(database) ?? database,
    sealer: createSealer({ sealWith: key(1), openWith: [] }, { random }),
    continuationSealer: createSealer({ sealWith: key(2), openWith: [] }, { random }),
    clock,
    random,
    log: createLog({ service: "test", level: "debug", destination: { write: (line) => void logged.push(line) } }),
    durations: scaledDurations(1),
    settings: {
      location: "eastus",
      domain: "eastus.aroapp.io",
      requireD2sWorkers: false,
      build: "build-1",
      gatewayEnabled: true,
    },
    versions: () => ({ enabled: new Set(["4.16.30", "4.19.1"]), default: "4.16.30" }),
    authorisers: {
      arm: { authorises: (certificate) => armCertificate.equals(certificate), ready: () => true },
    },
    supportedChanges: new Set([
      "/properties/servicePrincipalProfile",
      "/properties/networkProfile/loadBalancerProfile",
    ]),
    ...options.deps,
  };
  const frontend = createFrontend(deps);
  const seen = new Set<string>();

  const call = async (method: string, path: string, given: CallOptions = {}): Promise<Reply> => {
    const request = requestOf(method, path, given);
    const answer = await frontend.handle(request);
    recordExchange(request, answer);
    return checkAnswer(answer, { method, path, seen });
  };
  const cluster = (method: string, name: string, given?: CallOptions) =>
    call(method, `${clusterPath(name)}?${version}`, given);
  const stored = async (name: string) => {
    const found = await database.clusters.byKey(resourceKey(clusterPath(name)));
    if (found === undefined) throw new Error(`there is no cluster ${name}`);
    return found;
  };
  const operation = (id: string) => database.operations.read(subscriptionId, id);
  const world: World = {
    frontend,
    database,
    deps,
    logged,
    call,
    cluster,
    made: async (name, n) => {
      const { status, json } = await cluster("PUT", name, { body: clusterBody(n) });
      if (status !== 201) throw new Error(`cluster ${name} was not created: ${JSON.stringify(json)}`);
      await world.end(name, "Succeeded");
      return await stored(name);
    },
    stored,
    operation,
    work: async ({ partitionKey, id }) => {
      const found = await database.clusters.container.read<WorkDocument>(partitionKey, workId(id));
      if (found === undefined) throw new Error(`there is no work for ${id}`);
      return found;
    },
    change: async (name, change) => {
      const found = await stored(name);
      const { outcome } = await database.clusters.replace({ ...change(found), _etag: found._etag, _ts: found._ts });
      if (outcome !== "written") throw new Error(`cluster ${name}: ${outcome}`);
    },
    end: (name, status) => endOperation(database, resourceKey(clusterPath(name)), status, clock),
    census: async () => {
      const kinds = { cluster: [], operation: [], work: [] } as Record<string, JsonObject[]>;
      let continuation: string | undefined;
      for (;;) {
        const page = await database.clusters.container.changes({
          pageSize: 100,
          ...(continuation === undefined ? {} : { continuation }),
        });
        for (const document of page.documents) kinds[String(document["kind"])]?.push(document);
        if (page.documents.length === 0) return kinds as Awaited<ReturnType<World["census"]>>;
        continuation = page.continuation;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
  if (!("state" in options) || options.state !== undefined)
    await call("PUT", `/subscriptions/${subscriptionId}?api-version=2.0`, {
      body: { state: options.state ?? "Registered", properties: { tenantId } },
    });
  return world;
}

/** A request as ARM sends it. */
export function requestOf(method: string, path: string, given: CallOptions): FrontendRequest {
  const { body } = given;
  const bytes =
    body === undefined || body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  const headers: Record<string, string | undefined> = {
    referer: `${armHost}${path}`,
    "x-ms-home-tenant-id": tenantId,
    ...(bytes === undefined ? {} : { "content-type": "application/json" }),
    ...given.headers,
  };
  return {
    method,
    target: path,
    headers,
    peer: {
      certificate: "certificate" in given ? given.certificate : armCertificate,
      address: "192.0.2.1",
      protocol: "HTTP/1.1",
    },
    ...(bytes === undefined ? {} : { body: bytes }),
    ...(given.signal === undefined ? {} : { signal: given.signal }),
  };
}
