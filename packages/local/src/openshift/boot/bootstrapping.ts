import type { KubeObject } from "@aro/control-plane";
import { type ClusterContext, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Phase } from "../cluster/record.ts";
import { membersOf } from "../nodes/nodes.ts";
import { isReady } from "../nodes/ready.ts";
import { installDefinitions, tellManifests } from "./tell.ts";

/** From Ignition's end to an API server that answers on the bootstrap machine. */
const apiServerStart = [60_000, 100_000] as const;
/** From masters that are ready to a control plane that needs its bootstrap machine no more. */
const takingOver = [90_000, 150_000] as const;

const machines = "machine.openshift.io/v1beta1/machines";
const masterRole = "machine.openshift.io/cluster-api-machine-role";

export interface BootstrapDeps {
  /** What the API server is told; read only when it has not been told yet. */
  manifests(): readonly KubeObject[];
  /** The API server answers from now on. */
  up(): void;
  reach(phase: Phase): void;
}

/** What a bootstrap machine does, from its first start until it may go. Begins again where it was when everything died. */
export async function bootstrap(context: ClusterContext, deps: BootstrapDeps, signal: AbortSignal): Promise<void> {
  const { clock, log } = context;
  const fields = { cluster: context.record.infraId };
  if (context.record.phase === "fetched") {
    const ready = clock.now() + context.lasts(apiServerStart);
    await installDefinitions(context, signal);
    await tellManifests(context, deps.manifests(), signal);
    await clock.sleep(Math.max(0, ready - clock.now()), signal);
    deps.reach("told");
    log.info("openshift.bootstrap.told", fields);
  }
  deps.up();
}

/** Says that the cluster stands on its own feet once its masters are ready: ConfigMap `kube-system/bootstrap`. */
export async function completeBootstrap(
  context: ClusterContext,
  deps: BootstrapDeps,
  signal: AbortSignal,
): Promise<void> {
  if (context.record.phase === "complete") return;
  const api = context.objects("cluster-bootstrap");
  const done = new AbortController();
  let ready: number | undefined;
  const look = (): number | undefined => {
    const wanted = api.list(machines).filter(({ metadata }) => metadata.labels?.[masterRole] === "master").length || 3;
    const masters = membersOf(context).filter(({ role }) => role === "master").length;
    const nodes = api
      .list("v1/nodes")
      .filter((node) => node.metadata.labels?.["node-role.kubernetes.io/master"] !== undefined && isReady(node));
    if (masters < wanted || nodes.length < wanted) {
      ready = undefined;
      return undefined;
    }
    ready ??= context.clock.now() + context.lasts(takingOver);
    const left = ready - context.clock.now();
    if (left > 0) return left;
    api.ensure({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "bootstrap", namespace: "kube-system" },
      data: { status: "complete", completionTime: timeStamp(context.clock.now()) },
    });
    deps.reach("complete");
    context.log.info("openshift.bootstrap.complete", { cluster: context.record.infraId });
    done.abort();
    return undefined;
  };
  await keep(
    context,
    { name: "bootstrap", resources: ["v1/nodes"], azure: true },
    look,
    AbortSignal.any([signal, done.signal]),
  );
}
