import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { newInfraId, newStorageSuffix } from "../names/generate.ts";

/*
 * Facts about a cluster that are drawn or decided once and written down before anything is named after them (spec 03 §8.2).
 * A fact that stands is kept: the step may run again.
 */

/** The operator leaves the security groups of subnets alone that the customer attached one to. */
export const ensurePreconfiguredNSG: OnceStep<ClusterContext> = {
  name: "ensurePreconfiguredNSG",
  kind: "once",
  run: (context) =>
    patchProperties(context, ({ networkProfile, operatorFlags }) =>
      networkProfile.preconfiguredNSG === "Enabled"
        ? { operatorFlags: { ...operatorFlags, "aro.azuresubnets.nsg.managed": "false" } }
        : {},
    ),
};

/** The name that all of the cluster's resources begin with. */
export const ensureInfraID: OnceStep<ClusterContext> = {
  name: "ensureInfraID",
  kind: "once",
  run: async (context) => {
    const cluster = context.run.cluster();
    if (propertiesOf(cluster).infraId) return;
    const infraId = newInfraId(cluster.openShiftCluster.name, context.random);
    await patchProperties(context, (properties) => ({ infraId: properties.infraId || infraId }));
  },
};

/** The key by which the control plane's machines are reached when all else fails: RSA 2048, PKCS#1 DER, sealed. */
export const ensureSSHKey: OnceStep<ClusterContext> = {
  name: "ensureSSHKey",
  kind: "once",
  run: async (context) => {
    if (propertiesOf(context.run.cluster()).sshKey != null) return;
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const sealed = context.sealer.seal(privateKey.export({ type: "pkcs1", format: "der" }));
    await patchProperties(context, ({ sshKey }) => ({ sshKey: sshKey ?? sealed }));
  },
};

/** What makes the names of the storage accounts unique in Azure. */
export const ensureStorageSuffix: OnceStep<ClusterContext> = {
  name: "ensureStorageSuffix",
  kind: "once",
  run: async (context) => {
    const drawn = newStorageSuffix(context.random);
    await patchProperties(context, ({ storageSuffix }) => {
      const suffix = storageSuffix || drawn;
      return { storageSuffix: suffix, imageRegistryStorageAccountName: `imageregistry${suffix}` };
    });
  },
};

/** Largest packet of the cluster's network: jumbo frames where the subscription has the feature. */
export const populateMTUSize: OnceStep<ClusterContext> = {
  name: "populateMTUSize",
  kind: "once",
  run: (context) => {
    const features = context.run.subscription.subscription.properties?.registeredFeatures ?? [];
    const jumbo = features.some(
      ({ name, state }) => name === "Microsoft.RedHatOpenShift/MTU3900" && state === "Registered",
    );
    return patchProperties(context, ({ networkProfile }) => ({
      networkProfile: { ...networkProfile, mtuSize: jumbo ? 3900 : 1500 },
    }));
  },
};
