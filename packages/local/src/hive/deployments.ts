import { createWorkQueue, type KubeObject } from "@aro/control-plane";
import { conditionOf, type Report, withConditions } from "./conditions.ts";
import { deploymentLabel, deploymentsResource, type HiveContext, provisionsResource, stamp } from "./context.ts";
import { lookAfter } from "./look-after.ts";
import { type DeploymentSpec, deploymentSpec, provisionSpec } from "./shapes.ts";

const finalizer = "hive.openshift.io/deprovision";
const missingMilliseconds = 10_000;

/** Brings every ClusterDeployment from its making over its provision to a cluster that is looked after, and lets it go. */
export async function keepDeployments(context: HiveContext, signal: AbortSignal): Promise<void> {
  const { objects, clock, log } = context;
  const look = async (key: string): Promise<void> => {
    const [namespace = "", name = ""] = key.split("/");
    const deployment = objects.get(deploymentsResource, name, namespace);
    if (deployment === undefined) return;
    if (deployment.metadata.deletionTimestamp !== undefined) return release(context, deployment);
    if (!(deployment.metadata.finalizers ?? []).includes(finalizer)) {
      objects.change(deploymentsResource, name, namespace, (found) => ({
        ...found,
        metadata: { ...found.metadata, finalizers: [...(found.metadata.finalizers ?? []), finalizer] },
      }));
      return queue.add(key);
    }
    const again = deploymentSpec(deployment).installed
      ? await lookAfter(context, deployment, signal)
      : provision(context, deployment);
    if (again !== undefined) queue.addAfter(key, context.scaled(again));
  };
  const queue = createWorkQueue(look, { clock, log, name: "hive-deployments" });
  const stops = [
    objects.watch(deploymentsResource, ({ key }) => queue.add(key)),
    objects.watch(provisionsResource, ({ key }) => {
      const [namespace = "", name = ""] = key.split("/");
      const found = objects.get(provisionsResource, name, namespace);
      if (found !== undefined) queue.add(`${namespace}/${provisionSpec(found).clusterDeploymentRef.name}`);
      // One that somebody removes is begun again, as Hive does.
      else
        for (const { metadata } of objects.list(deploymentsResource, namespace))
          queue.add(`${namespace}/${metadata.name}`);
    }),
  ];
  for (const { metadata } of objects.list(deploymentsResource)) queue.add(`${metadata.namespace}/${metadata.name}`);
  await queue.run(signal);
  for (const stop of stops) stop();
}

/**
 * What was being installed is no more, and the machines stay, as `preserveOnDelete` wants. A deployment without it is held: this Hive takes no
 * machines away, and does not let it look as if it had.
 */
function release(context: HiveContext, deployment: KubeObject): void {
  const { objects } = context;
  const { metadata } = deployment;
  const { name, namespace } = metadata;
  const { preserveOnDelete, clusterMetadata } = deploymentSpec(deployment);
  if (preserveOnDelete !== true && clusterMetadata !== undefined) {
    const message = "the emulated Hive removes no machines; set spec.preserveOnDelete and remove them otherwise";
    const reason = "DeprovisionNotSupported";
    report(context, deployment, [{ type: "DeprovisionLaunchError", status: "True", reason, message }]);
    return;
  }
  for (const one of provisionsOf(objects, metadata)) objects.remove(provisionsResource, one.metadata.name, namespace);
  objects.change(deploymentsResource, name, namespace, (found) => ({
    ...found,
    metadata: {
      ...found.metadata,
      finalizers: (found.metadata.finalizers ?? []).filter((one) => one !== finalizer),
    },
  }));
}

const provisionsOf = (objects: HiveContext["objects"], { name, namespace }: KubeObject["metadata"]): KubeObject[] =>
  objects
    .list(provisionsResource, namespace)
    .filter((one) => provisionSpec(one).clusterDeploymentRef.name === name)
    .toSorted((one, other) => provisionSpec(one).attempt - provisionSpec(other).attempt);

/** Starts a provision, or reads how the last one went. Answers when to look again. */
function provision(context: HiveContext, deployment: KubeObject): number | undefined {
  const { objects } = context;
  const { namespace } = deployment.metadata;
  const spec = deploymentSpec(deployment);
  const missing = missingParts(context, spec, namespace);
  if (missing !== undefined) {
    report(context, deployment, [
      { type: "RequirementsMet", status: "False", reason: "RequirementsMissing", message: missing },
    ]);
    return missingMilliseconds;
  }
  const met: Report = {
    type: "RequirementsMet",
    status: "True",
    reason: "AllRequirementsMet",
    message: "All pre-provision requirements met",
  };
  const attempts = provisionsOf(objects, deployment.metadata);
  const last = attempts.at(-1);
  if (last === undefined) return begin(context, deployment, 0, met);
  const { stage } = provisionSpec(last);
  if (stage === "complete") return complete(context, deployment, last);
  if (stage !== "failed") {
    report(context, deployment, [
      met,
      { type: "Provisioned", status: "False", reason: "Provisioning", message: "Cluster provision initialized" },
    ]);
    return undefined;
  }
  const failing = conditionOf(last, "ClusterProvisionFailed");
  const failed: Report = {
    type: "ProvisionFailed",
    status: "True",
    reason: failing?.reason ?? "UnknownError",
    message: failing?.message ?? "Cluster provision failed",
  };
  const limit = spec.installAttemptsLimit;
  if (limit === undefined || attempts.length < limit) {
    report(context, deployment, [met, failed]);
    return begin(context, deployment, attempts.length, met);
  }
  report(context, deployment, [
    met,
    failed,
    {
      type: "ProvisionStopped",
      status: "True",
      reason: "InstallAttemptsLimitReached",
      message: "Install attempts limit reached",
    },
    {
      type: "Provisioned",
      status: "False",
      reason: "ProvisionStopped",
      message: "Provisioning failed terminally (see the ProvisionStopped condition for details)",
    },
  ]);
  return undefined;
}

/** What the deployment names and the namespace does not hold. */
function missingParts(
  { objects }: HiveContext,
  spec: DeploymentSpec,
  namespace: string | undefined,
): string | undefined {
  const { provisioning, pullSecretRef, platform } = spec;
  if (provisioning === undefined) return "spec.provisioning is not set";
  const named = [
    pullSecretRef,
    platform.azure?.credentialsSecretRef,
    provisioning.installConfigSecretRef,
    provisioning.manifestsSecretRef,
  ];
  const absent = named.filter(
    (one) => one !== undefined && objects.get("v1/secrets", one.name, namespace) === undefined,
  );
  return absent.length === 0 ? undefined : `secrets are missing: ${absent.map((one) => one?.name).join(", ")}`;
}

function begin(context: HiveContext, deployment: KubeObject, attempt: number, met: Report): undefined {
  const { objects } = context;
  const { name, namespace = "", uid } = deployment.metadata;
  const spec = deploymentSpec(deployment);
  const made = objects.ensure({
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterProvision",
    metadata: {
      name: `${name}-${attempt}-${context.random.uuid().slice(0, 5)}`,
      namespace,
      labels: { [deploymentLabel]: name },
      ownerReferences: [
        {
          apiVersion: "hive.openshift.io/v1",
          kind: "ClusterDeployment",
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      clusterDeploymentRef: { name },
      attempt,
      stage: "initializing",
      podSpec: {
        restartPolicy: "OnFailure",
        containers: [
          {
            name: "installer",
            image: spec.provisioning?.installerImageOverride ?? "",
            env: spec.provisioning?.installerEnv ?? [],
          },
        ],
      },
    },
  });
  const now = stamp(context);
  const found = objects.get(deploymentsResource, name, namespace) ?? deployment;
  const reports: Report[] = [
    met,
    { type: "Provisioned", status: "False", reason: "Provisioning", message: "Cluster provision created" },
    { type: "ProvisionStopped", status: "False", reason: "ProvisionNotStopped", message: "Provision is not stopped" },
  ];
  const started = (found["status"] as { installStartedTimestamp?: string } | undefined)?.installStartedTimestamp ?? now;
  objects.setStatus(deploymentsResource, name, namespace, {
    ...withConditions(found, now, reports),
    provisionRef: { name: made.metadata.name },
    installStartedTimestamp: started,
    installRestarts: attempt,
    installerImage: spec.provisioning?.installerImageOverride ?? "",
  });
  return undefined;
}

/** The install ended well: from now on the deployment stands for a cluster. */
function complete(context: HiveContext, deployment: KubeObject, provision: KubeObject): undefined {
  const { objects } = context;
  const { name, namespace } = deployment.metadata;
  const { clusterID = "", infraID = "", adminKubeconfigSecretRef, adminPasswordSecretRef } = provisionSpec(provision);
  report(context, deployment, [
    { type: "Provisioned", status: "True", reason: "Provisioned", message: "Cluster is provisioned" },
    { type: "ProvisionFailed", status: "False", reason: "ProvisionSucceeded", message: "Provision succeeded" },
  ]);
  objects.change(deploymentsResource, name, namespace, (found) => ({
    ...found,
    spec: {
      ...deploymentSpec(found),
      installed: true,
      clusterMetadata: { clusterID, infraID, adminKubeconfigSecretRef, adminPasswordSecretRef },
    },
  }));
  return undefined;
}

function report(context: HiveContext, { metadata }: KubeObject, reports: readonly Report[]): void {
  const { objects } = context;
  const { name, namespace } = metadata;
  const found = objects.get(deploymentsResource, name, namespace);
  if (found !== undefined)
    objects.setStatus(deploymentsResource, name, namespace, withConditions(found, stamp(context), reports));
}
