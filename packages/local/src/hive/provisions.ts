import { createWorkQueue, type KubeObject } from "@aro/control-plane";
import { type Report, withConditions } from "./conditions.ts";
import { deploymentLabel, deploymentsResource, type HiveContext, provisionsResource, stamp } from "./context.ts";
import { type InstallEnd, runInstallPod } from "./install-pod.ts";
import { reasonOf } from "./log-reasons.ts";
import { deploymentSpec, type ProvisionSpec, provisionSpec } from "./shapes.ts";

/**
 * Runs the installer for every provision that has not ended; begun ones begin again when Hive does, as a pod does on a node that restarted. What finds
 * no place waits, as a pending pod does, in the order it came.
 */
export async function keepProvisions(context: HiveContext, signal: AbortSignal): Promise<void> {
  const { objects, log, clock } = context;
  const running = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  const waiting = new Set<string>();

  const look = (key: string): void => {
    const [namespace = "", name = ""] = key.split("/");
    const provision = objects.get(provisionsResource, name, namespace);
    if (provision === undefined || provision.metadata.deletionTimestamp !== undefined) {
      waiting.delete(key);
      running.get(key)?.stop.abort(new Error("the provision is gone"));
      return;
    }
    const { stage } = provisionSpec(provision);
    if (stage === "complete" || stage === "failed" || running.has(key)) return;
    if (running.size >= context.installPlaces) {
      waiting.add(key);
      return;
    }
    const stop = new AbortController();
    const ended = install(context, provision, AbortSignal.any([stop.signal, signal]))
      .catch((error: unknown) => {
        if (!stop.signal.aborted && !signal.aborted) log.error("hive.install.failed", { provision: key, error });
      })
      .finally(() => {
        running.delete(key);
        if (signal.aborted) return;
        queue.addAfter(key, context.scaled(1_000));
        const [next] = waiting;
        if (next === undefined) return;
        waiting.delete(next);
        queue.add(next);
      });
    running.set(key, { stop, ended });
  };

  const queue = createWorkQueue(look, { clock, log, name: "hive-provisions" });
  const stopWatching = objects.watch(provisionsResource, ({ key }) => queue.add(key));
  for (const { metadata } of objects.list(provisionsResource)) queue.add(`${metadata.namespace}/${metadata.name}`);
  await queue.run(signal);
  stopWatching();
  await Promise.all([...running.values()].map(({ ended }) => ended));
}

async function install(context: HiveContext, provision: KubeObject, signal: AbortSignal): Promise<void> {
  const { objects, programs } = context;
  const { name, namespace = "" } = provision.metadata;
  const spec = provisionSpec(provision);
  const deployment = objects.get(deploymentsResource, spec.clusterDeploymentRef.name, namespace);
  if (deployment === undefined) return;
  if (programs === undefined) {
    const log = `level=error msg="image ${deploymentSpec(deployment).provisioning?.installerImageOverride} cannot be pulled: this cloud was started without the service's programs"\n`;
    end(context, provision, { log });
    return;
  }
  change(context, provision, { stage: "provisioning" });
  report(context, provision, {
    type: "ClusterProvisionInitialized",
    status: "True",
    reason: "InstallJobCreated",
    message: "Install job has been created",
  });
  const ended = await runInstallPod(context, programs, { deployment, spec: deploymentSpec(deployment), name }, signal);
  end(context, provision, ended);
}

/** Writes down how it went: secrets first, then the provision, whose end others wait for. */
function end(context: HiveContext, provision: KubeObject, { log, output }: InstallEnd): void {
  const { objects } = context;
  const { name, namespace = "" } = provision.metadata;
  if (output === undefined) {
    const regexes = objects.get("v1/configmaps", "additional-install-log-regexes", "hive");
    const { reason, message } = reasonOf(log, (regexes?.["data"] as Record<string, string> | undefined)?.["regexes"]);
    report(context, provision, { type: "ClusterProvisionFailed", status: "True", reason, message });
    change(context, provision, { stage: "failed", installLog: log });
    return;
  }
  const secret = (suffix: string, data: Record<string, string>) => {
    const metadata = {
      name: `${name}-${suffix}`,
      namespace,
      labels: { [deploymentLabel]: provisionSpec(provision).clusterDeploymentRef.name },
    };
    objects.ensure({ apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", stringData: data });
    return { name: metadata.name };
  };
  const kubeconfig = secret("admin-kubeconfig", { kubeconfig: output.kubeconfig, "raw-kubeconfig": output.kubeconfig });
  const password = secret("admin-password", { username: "kubeadmin", password: output.password });
  report(context, provision, {
    type: "ClusterProvisionCompleted",
    status: "True",
    reason: "InstallComplete",
    message: "Install job has completed successfully",
  });
  change(context, provision, {
    stage: "complete",
    installLog: log,
    clusterID: output.clusterId,
    infraID: output.infraId,
    metadataJSON: Buffer.from(output.metadata, "utf8").toString("base64"),
    adminKubeconfigSecretRef: kubeconfig,
    adminPasswordSecretRef: password,
  });
}

const change = ({ objects }: HiveContext, { metadata }: KubeObject, members: Partial<ProvisionSpec>): void =>
  objects.change(provisionsResource, metadata.name, metadata.namespace, (found) => ({
    ...found,
    spec: { ...provisionSpec(found), ...members },
  }));

function report(context: HiveContext, { metadata }: KubeObject, one: Report): void {
  const { objects } = context;
  const found = objects.get(provisionsResource, metadata.name, metadata.namespace);
  if (found !== undefined)
    objects.setStatus(
      provisionsResource,
      metadata.name,
      metadata.namespace,
      withConditions(found, stamp(context), [one]),
    );
}
