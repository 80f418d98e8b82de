import { CloudError } from "@aro/api";
import { type Hub, hubNamespace } from "@aro/hive";
import { isRefusal, isTransient } from "@aro/kubernetes";
import type { ConditionStep, OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties, tenantOf } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { domainOf } from "../names/domain.ts";
import { customManifests } from "./custom-manifests.ts";
import { removeMachines } from "./remove-machines.ts";

/*
 * Hive runs the installer for a cluster, and says how it went (spec 03 §7.6).
 */

const viaHive = ({ settings }: ClusterContext): boolean => settings.installViaHive === true;

/** Writes the name of the cluster's namespace in the hub down and makes it: a delete after a death in between looks for it (spec 03 §15.6). */
export const hiveCreateNamespace: OnceStep<ClusterContext> = {
  name: "hiveCreateNamespace",
  kind: "once",
  appliesTo: viaHive,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const namespace = hubNamespace(cluster);
    if (propertiesOf(cluster).hiveProfile?.namespace !== namespace)
      await patchProperties(context, ({ hiveProfile }) => ({ hiveProfile: { ...hiveProfile, namespace } }));
    await makeRoom(context, await context.hub(signal), signal);
  },
};

/**
 * Hands the cluster to Hive. That Hive makes it is written down first: whoever looks later must never adopt it. A provision of an earlier
 * attempt that failed is removed with what it made, or Hive would not try again.
 */
export const runHiveInstaller: OnceStep<ClusterContext> = {
  name: "runHiveInstaller",
  kind: "once",
  appliesTo: viaHive,
  run: async (context, signal) => {
    await patchProperties(context, ({ hiveProfile }) => ({ hiveProfile: { ...hiveProfile, createdByHive: true } }));
    const { run, sealer, settings } = context;
    const cluster = run.cluster();
    const hub = await context.hub(signal);
    // An install that goes on, or has ended well, while an earlier attempt of ours gave up waiting for it, is not begun again.
    const former = await hub.progress(cluster, signal);
    if (former.state === "installed") return;
    if (former.state !== "installing") {
      if (former.state === "failed") await forgetInstall(context, hub, signal);
      await removeMachines(context, signal);
    }
    const images = settings.imagesOf(propertiesOf(cluster).clusterProfile.version);
    await hub.install(
      {
        cluster,
        subscription: run.subscription,
        domain: domainOf(cluster, settings.domain),
        tenantId: tenantOf(run),
        sealer,
        environment: settings.installerEnvironment,
        servicePullSecret: settings.pullSecret,
        images,
        manifests: customManifests(context),
      },
      signal,
    );
  },
};

/** Takes a failed install out of the hub, its log included, and makes room for the next. */
async function forgetInstall(context: ClusterContext, hub: Hub, signal: AbortSignal): Promise<void> {
  const cluster = context.run.cluster();
  await hub.deleteNamespace(cluster, signal);
  await makeRoom(context, hub, signal);
}

/** Makes the cluster's namespace in the hub, when a former one has gone that is being removed: an earlier run may have died over its removal. */
async function makeRoom({ run, clock, durations }: ClusterContext, hub: Hub, signal: AbortSignal): Promise<void> {
  const until = clock.monotonic() + durations.hiveAdoptionLimit;
  for (;;) {
    try {
      await hub.createNamespace(run.cluster(), signal);
      return;
    } catch (error) {
      if (!isRefusal(error, "AlreadyExists")) throw error;
      if (clock.monotonic() > until)
        throw new Error(`the hub still has what failed of cluster ${run.cluster().id}`, { cause: error });
    }
    await clock.sleep(durations.conditionPoll, signal);
  }
}

const lastSaid = "last said by Hive of the install";

/** Waits for the install. @throws CloudError telling why it failed. */
export const hiveClusterInstallationComplete: ConditionStep<ClusterContext> = {
  name: "hiveClusterInstallationComplete",
  kind: "condition",
  appliesTo: viaHive,
  limit: "hiveInstallLimit",
  timeoutMessage: ({ run }) => {
    const says = run.memory.get(lastSaid) as string | undefined;
    return `The installation of the cluster did not end in time.${says === undefined ? "" : ` Hive says: ${says}.`} It may go on meanwhile: try again by the same request, which waits for it. If it fails again, open an Azure support request.`;
  },
  evaluate: async (context, signal) => {
    const cluster = context.run.cluster();
    try {
      const hub = await context.hub(signal);
      const progress = await hub.progress(cluster, signal);
      if (progress.state === "failed") throw await hub.failure(cluster, progress.reason, signal);
      if (progress.state === "gone") throw takenAway();
      if (progress.state === "installing" && progress.says !== "") context.run.memory.set(lastSaid, progress.says);
      return progress.state === "installed";
    } catch (error) {
      // The hub restarts as any server does; the install goes on meanwhile.
      if (!isTransient(error)) throw error;
      context.run.log.warn("the hub does not answer", { error });
      return false;
    }
  },
};

const takenAway = (): CloudError =>
  new CloudError(
    {
      code: "DeploymentFailed",
      message:
        "The installation failed: what was handed to Hive was removed while it installed the cluster. Send the request again: the installation begins anew. If it fails again, open an Azure support request.",
    },
    { status: 500 },
  );

/** Takes the operation's ids out of what Hive logs about the cluster. */
export const hiveResetCorrelationData: OnceStep<ClusterContext> = {
  name: "hiveResetCorrelationData",
  kind: "once",
  appliesTo: viaHive,
  run: async (context, signal) => (await context.hub(signal)).resetCorrelation(context.run.cluster(), signal),
};
