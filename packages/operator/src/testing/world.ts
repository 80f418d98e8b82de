import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultOperatorFlags } from "@aro/api";
import { type ControlPlane, makeKeys, startControlPlane } from "@aro/control-plane";
import {
  type Condition,
  conditionStatus,
  connect,
  createClient,
  type KubernetesClient,
  type KubernetesObject,
  kinds,
  type Resource,
} from "@aro/kubernetes";
import {
  type AroCluster,
  type ClusterSpec,
  clusterObject,
  type OperatorRole,
  operatorDefinitions,
  operatorNames,
} from "@aro/operator-objects";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { clusterKind } from "../cluster/cluster-object.ts";
import type { Controller, Looked, OperatorContext } from "../runtime/controller.ts";
import { createMetrics } from "../runtime/metrics.ts";

/** A cluster with OpenShift's definitions and a Cluster object, and what a controller works with there. */
export interface World extends AsyncDisposable {
  plane: ControlPlane;
  client: KubernetesClient;
  context: OperatorContext;
  signal: AbortSignal;
  /** How often something was written since last asked: `update secrets`. */
  writes(): string[];
  reconcile(controller: Controller, key?: string): Promise<Looked>;
  cluster(): Promise<AroCluster>;
  /** Puts flags over the usual ones, or other members of the spec. */
  tell(spec: Partial<ClusterSpec>): Promise<void>;
  /** Replaces the Cluster's status. */
  setStatus(status: NonNullable<AroCluster["status"]>): Promise<void>;
  /** Takes all objects of these kinds away, and the Cluster's own spec and status back. */
  reset(...kinds: readonly Resource[]): Promise<void>;
  /** A condition of the Cluster: `True reason: message`. */
  condition(type: string): Promise<string | undefined>;
}

const wanted = [
  "clusteroperators.config.openshift.io",
  "ingresscontrollers.operator.openshift.io",
  "machinesets.machine.openshift.io",
];

/** OpenShift's own definitions, as the emulated cluster has them. */
function openshiftDefinitions(): KubernetesObject[] {
  const file = join(import.meta.dirname, "../../../local/src/openshift/generated/definitions.json");
  const all = JSON.parse(readFileSync(file, "utf8")) as KubernetesObject[];
  return all.filter(({ metadata }) => wanted.includes(metadata.name));
}

const spec: ClusterSpec = {
  resourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1",
  clusterResourceGroupId: "/subscriptions/s/resourceGroups/aro-c1",
  domain: "c1.eastus.example",
  acrDomain: "registry.example",
  azEnvironment: "AzurePublicCloud",
  location: "eastus",
  infraId: "c1-abcde",
  storageSuffix: "abcde",
  vnetId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v",
  apiIntIP: "10.0.0.4",
  ingressIP: "10.0.0.5",
  gatewayDomains: [],
  internetChecker: { urls: [] },
  serviceSubnets: [],
  operatorflags: defaultOperatorFlags,
};

/** Starts one. `namespaces`: beside the operator's own. */
export async function startWorld(
  options: { role?: OperatorRole; namespaces?: readonly string[] } = {},
): Promise<World> {
  const { role = "master", namespaces = [] } = options;
  const signal = AbortSignal.timeout(60_000);
  const keys = await makeKeys(["127.0.0.1", "localhost"], clock, random);
  const plane = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log: silentLog });
  const { certificate: cert, key } = await plane.identity({ name: "system:admin", groups: ["system:masters"] });
  const client = createClient(
    connect({ server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" }, "test"),
  );
  for (const definition of [...operatorDefinitions, ...openshiftDefinitions()]) {
    await client.create(kinds.CustomResourceDefinition, definition, signal);
    await eventually(async () => {
      const found = await client.get(kinds.CustomResourceDefinition, { name: definition.metadata.name }, signal);
      return found !== undefined && conditionStatus(found, "Established") === "True";
    });
  }
  for (const name of [operatorNames.namespace, ...namespaces])
    await client.create(kinds.Namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, signal);
  await client.create(clusterKind, clusterObject(spec), signal);
  let written: string[] = [];
  const note = (what: string): void => void written.push(what);
  const watched: KubernetesClient = {
    ...client,
    create: (kind, ...rest) => {
      note(`create ${kind.plural}`);
      return client.create(kind, ...rest);
    },
    update: (kind, ...rest) => {
      note(`update ${kind.plural}${rest[2] === undefined ? "" : "/status"}`);
      return client.update(kind, ...rest);
    },
    delete: (kind, ...rest) => {
      note(`delete ${kind.plural}`);
      return client.delete(kind, ...rest);
    },
  };
  const context: OperatorContext = {
    client: watched,
    role,
    version: "abc123",
    reach: async () => undefined,
    metrics: createMetrics(),
    clock,
    random,
    log: silentLog,
  };
  const cluster: World["cluster"] = async () => {
    const found = await client.get(clusterKind, { name: "cluster" }, signal);
    if (found === undefined) throw new Error("the Cluster is gone");
    return found;
  };
  const setStatus: World["setStatus"] = async (status) =>
    void (await client.update(clusterKind, { ...(await cluster()), status }, signal, "status"));
  return {
    plane,
    client,
    context,
    signal,
    writes: () => {
      const all = written;
      written = [];
      return all;
    },
    reconcile: (controller, key = "cluster") => controller.reconcile(context, key, signal),
    cluster,
    tell: async (change) => {
      const found = await cluster();
      const operatorflags = { ...defaultOperatorFlags, ...change.operatorflags };
      await client.update(clusterKind, { ...found, spec: { ...found.spec, ...change, operatorflags } }, signal);
    },
    setStatus,
    reset: async (...cleared) => {
      for (const kind of cleared)
        for (const { metadata } of await client.list(kind, {}, signal)) await client.delete(kind, metadata, signal);
      await client.update(clusterKind, { ...(await cluster()), spec }, signal);
      await setStatus({});
      written = [];
    },
    condition: async (type) => {
      const found = (await cluster()).status?.conditions?.find((one) => one.type === type);
      return found === undefined ? undefined : `${found.status} ${found.reason ?? ""}: ${found.message ?? ""}`;
    },
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
    },
  };
}

/** A condition that was reported long ago. */
export const longHeld = (type: string, status: "True" | "False", message = "", reason = ""): Condition => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: longAgo,
});
export const longAgo = "2020-01-01T00:00:00Z";

/** Makes an object of a kind. */
export const objectOf = (
  kind: Resource,
  metadata: KubernetesObject["metadata"],
  members: object = {},
): KubernetesObject => ({
  apiVersion: kind.apiVersion,
  kind: kind.kind,
  metadata,
  ...members,
});

/** Waits until something holds, ten seconds at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const pause = 20;
  for (let round = 0; round < 10_000 / pause; round++) {
    if (await holds()) return;
    await clock.sleep(pause);
  }
  throw new Error("it did not come to hold within ten seconds");
}
