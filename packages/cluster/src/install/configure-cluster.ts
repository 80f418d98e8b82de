import { isRefusal, type KubernetesClient, type KubernetesObject, kinds, retryOnConflict } from "@aro/kubernetes";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { changeSpec, type Spec } from "../kubernetes/change-spec.ts";
import { hasPullSecret, propertiesOf, workerProfiles } from "../names/cluster-facts.ts";

/*
 * What the service sets in a new cluster (spec 03 §8.4). Each reads before it writes, and writes only what differs.
 */

export const updateConsoleBranding: OnceStep<ClusterContext> = {
  name: "updateConsoleBranding",
  kind: "once",
  run: (context, signal) =>
    changeSpec(
      context,
      kinds.Console,
      { name: "cluster" },
      (spec) => ({ ...spec, customization: { ...(spec["customization"] as Spec | undefined), brand: "azure" } }),
      signal,
    ),
};

/** Without the customer's pull secret the images of samples and of most catalogues cannot be had. */
const withoutPullSecret = ({ run }: ClusterContext): boolean => !hasPullSecret(run.cluster());

const samplesLooks = 5;

export const disableSamples: OnceStep<ClusterContext> = {
  name: "disableSamples",
  kind: "once",
  appliesTo: withoutPullSecret,
  run: async (context, signal) => {
    const client = clusterClient(context);
    const remove = () =>
      retryOnConflict(
        async () => {
          const found = await client.get(kinds.SamplesConfig, { name: "cluster" }, signal);
          const spec = { ...(found?.["spec"] as Spec | undefined), managementState: "Removed" };
          if (found === undefined) await client.create(kinds.SamplesConfig, samples(spec), signal);
          else await client.update(kinds.SamplesConfig, { ...found, spec }, signal);
        },
        context,
        signal,
      );
    for (let looks = samplesLooks; ; looks--) {
      try {
        return await remove();
      } catch (error) {
        // The definition comes with the release, and may not have come yet.
        if (looks === 1 || !isRefusal(error, "NotFound")) throw error;
        await context.clock.sleep(context.durations.conditionPoll, signal);
      }
    }
  },
};

const samples = (spec: Spec): KubernetesObject => ({
  apiVersion: kinds.SamplesConfig.apiVersion,
  kind: kinds.SamplesConfig.kind,
  metadata: { name: "cluster" },
  spec,
});

const catalogues = ["certified-operators", "community-operators", "redhat-marketplace", "redhat-operators"];

export const disableOperatorHubSources: OnceStep<ClusterContext> = {
  name: "disableOperatorHubSources",
  kind: "once",
  appliesTo: withoutPullSecret,
  run: (context, signal) =>
    changeSpec(
      context,
      kinds.OperatorHub,
      { name: "cluster" },
      (spec) => {
        const sources = (spec["sources"] ?? []) as { name: string; disabled?: boolean }[];
        const others = sources.filter(({ name }) => !catalogues.includes(name));
        return { ...spec, sources: [...others, ...catalogues.map((name) => ({ name, disabled: true }))] };
      },
      signal,
    ),
};

/** Updates are the customer's decision: no channel is set; the version that was installed is what is wished for. */
export const disableUpdates: OnceStep<ClusterContext> = {
  name: "disableUpdates",
  kind: "once",
  run: (context, signal) => {
    const { version } = propertiesOf(context.run.cluster()).clusterProfile;
    const { published } = context.settings.imagesOf(version);
    const desiredUpdate = { version: version.split("+", 1)[0], image: published };
    return changeSpec(
      context,
      kinds.ClusterVersion,
      { name: "version" },
      ({ upstream: _, channel: __, ...spec }) => ({
        ...spec,
        ...(context.settings.installViaHive === true ? { desiredUpdate } : {}),
      }),
      signal,
    );
  },
};

interface Storage {
  /** The class that is the default of a cluster of that version. */
  usual: string;
  encrypted: string;
  provisioner: string;
}

/** From 4.11 on volumes are of the CSI driver (spec 03 §8.4). */
const storageOf = (version: string): Storage =>
  Number(/^4\.(\d+)\./.exec(version)?.[1] ?? 99) >= 11
    ? { usual: "managed-csi", encrypted: "managed-csi-encrypted-cmk", provisioner: "disk.csi.azure.com" }
    : {
        usual: "managed-premium",
        encrypted: "managed-premium-encrypted-cmk",
        provisioner: "kubernetes.io/azure-disk",
      };

/** Volumes are encrypted with the customer's key, when the workers' disks are. */
export const configureDefaultStorageClass: OnceStep<ClusterContext> = {
  name: "configureDefaultStorageClass",
  kind: "once",
  appliesTo: ({ run }) => diskEncryptionSet(run) !== undefined,
  run: async (context, signal) => {
    const client = clusterClient(context);
    const storage = storageOf(propertiesOf(context.run.cluster()).clusterProfile.version);
    await setDefault(client, storage.usual, false, signal);
    try {
      const wanted = encryptedStorageClass(storage, diskEncryptionSet(context.run) ?? "");
      await client.create(kinds.StorageClass, wanted, signal);
    } catch (error) {
      if (!isRefusal(error, "AlreadyExists")) throw error;
      await setDefault(client, storage.encrypted, true, signal);
    }
  },
};

const diskEncryptionSet = (run: ClusterContext["run"]): string | undefined =>
  workerProfiles(run.cluster()).profiles[0]?.diskEncryptionSetId || undefined;

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";

async function setDefault(client: KubernetesClient, name: string, isDefault: boolean, signal: AbortSignal) {
  const patch = { metadata: { annotations: { [defaultAnnotation]: String(isDefault) } } };
  if ((await client.get(kinds.StorageClass, { name }, signal)) !== undefined)
    await client.patch(kinds.StorageClass, { name }, patch, { as: "merge" }, signal);
}

const encryptedStorageClass = (
  { encrypted: name, provisioner }: Storage,
  diskEncryptionSetID: string,
): KubernetesObject => ({
  apiVersion: kinds.StorageClass.apiVersion,
  kind: kinds.StorageClass.kind,
  metadata: { name, annotations: { [defaultAnnotation]: "true" } },
  provisioner,
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
  reclaimPolicy: "Delete",
  parameters: { kind: "Managed", storageaccounttype: "Premium_LRS", diskEncryptionSetID },
});
