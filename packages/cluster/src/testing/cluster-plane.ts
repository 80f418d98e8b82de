import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterDocument } from "@aro/api";
import { makeKeys, startControlPlane } from "@aro/control-plane";
import {
  connect,
  createClient,
  type KubernetesClient,
  type KubernetesObject,
  kinds,
  type Resource,
} from "@aro/kubernetes";
import { systemClock, systemRandom } from "@aro/runtime";
import type { Step } from "@aro/steps";
import { silentLog } from "@aro/telemetry";
import type { ClusterContext } from "../context.ts";
import { type World, world } from "./world.ts";

/** A world whose cluster has an API server that knows OpenShift's kinds, with nothing in it. */
export interface ClusterPlane extends AsyncDisposable {
  client: KubernetesClient;
  signal: AbortSignal;
  /** Makes an object, and what namespace it needs; `status` is written as its owner would. */
  have(object: KubernetesObject & { status?: object }): Promise<void>;
  read(kind: Resource, name: string, namespace?: string): Promise<KubernetesObject>;
  /** A world around a cluster that this is; every kept client goes to this API server. */
  worldOf(document: ClusterDocument, options?: Parameters<typeof world>[1]): Promise<World>;
}

const published = join(import.meta.dirname, "../../../local/src/openshift/generated/definitions.json");

/** Kinds of OpenShift that steps work on. */
const used: readonly Resource[] = [
  kinds.APIServer,
  kinds.ClusterOperator,
  kinds.ClusterVersion,
  kinds.Console,
  kinds.CredentialsRequest,
  kinds.IngressController,
  kinds.KubeAPIServer,
  kinds.KubeControllerManager,
  kinds.Machine,
  kinds.Network,
  kinds.OperatorHub,
  kinds.SamplesConfig,
  kinds.ServiceMonitor,
];

/** Starts one; ends with the test that disposes of it. */
export async function clusterPlane(): Promise<ClusterPlane> {
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const signal = AbortSignal.timeout(60_000);
  await using starting = new AsyncDisposableStack();
  const keys = await makeKeys(["127.0.0.1"], deps.clock, deps.random);
  const plane = starting.use(await startControlPlane({ path: ":memory:", keys, port: 0, ...deps }));
  const { certificate: cert, key } = await plane.identity({ name: "aro", groups: ["system:masters"] });
  const access = { server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" };
  const client = starting.use(createClient(connect(access, "test")));
  const known = JSON.parse(readFileSync(published, "utf8")) as KubernetesObject[];
  for (const resource of used) {
    const name = `${resource.plural}.${resource.apiVersion.split("/")[0]}`;
    const definition = known.find(({ metadata }) => metadata.name === name) ?? anything(name, resource);
    await client.create(kinds.CustomResourceDefinition, definition, signal);
  }
  for (const resource of used)
    while ((await client.list(resource, {}, signal).catch(() => undefined)) === undefined)
      await deps.clock.sleep(10, signal);
  const running = starting.move();
  const resourceOf = ({ apiVersion, kind }: KubernetesObject): Resource => {
    const found = Object.values<Resource>(kinds).find((one) => one.apiVersion === apiVersion && one.kind === kind);
    if (found === undefined) throw new Error(`${kind} is no kind that steps know`);
    return found;
  };
  return {
    client,
    signal,
    have: async ({ status, ...object }) => {
      const { namespace } = object.metadata;
      if (namespace !== undefined && (await client.get(kinds.Namespace, { name: namespace }, signal)) === undefined)
        await client.create(
          kinds.Namespace,
          { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
          signal,
        );
      const resource = resourceOf(object);
      await client.create(resource, object as KubernetesObject, signal);
      const called = { name: object.metadata.name, ...(namespace === undefined ? {} : { namespace }) };
      const options = { as: "merge", subresource: "status" } as const;
      if (status !== undefined) await client.patch(resource, called, { status }, options, signal);
    },
    read: async (kind, name, namespace) => {
      const found = await client.get(kind, { name, ...(namespace === undefined ? {} : { namespace }) }, signal);
      if (found === undefined) throw new Error(`there is no ${kind.kind} ${name}`);
      return found;
    },
    worldOf: async (document, options) => {
      const made = await world(document, options);
      made.run.memory.set("kubernetes", client);
      return made;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function anything(name: string, { apiVersion, kind, plural, namespaced }: Resource): KubernetesObject {
  const [group = "", version = ""] = apiVersion.split("/");
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: namespaced ? "Namespaced" : "Cluster",
      versions: [
        { name: version, served: true, storage: true, schema: { openAPIV3Schema }, subresources: { status: {} } },
      ],
    },
  };
}

/** Runs a step once; of a condition: whether it holds. */
export async function runStep(step: Step<ClusterContext>, context: ClusterContext): Promise<boolean> {
  const { signal } = new AbortController();
  if (step.kind === "condition") return step.evaluate(context, signal);
  await step.run(context, signal);
  return true;
}

/** A cluster operator that reports. */
export const clusterOperator = (
  name: string,
  conditions: Readonly<Record<string, string>> = { Available: "True", Progressing: "False", Degraded: "False" },
) => ({
  apiVersion: "config.openshift.io/v1",
  kind: "ClusterOperator",
  metadata: { name },
  spec: {},
  status: {
    conditions: Object.entries(conditions).map(([type, status]) => ({
      type,
      status,
      lastTransitionTime: "2026-01-01T00:00:00Z",
    })),
  },
});
