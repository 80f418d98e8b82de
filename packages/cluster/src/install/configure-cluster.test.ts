import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type KubernetesClient, KubernetesError, kinds } from "@aro/kubernetes";
import { type ClusterPlane, clusterPlane, runStep } from "../testing/cluster-plane.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import {
  configureDefaultStorageClass,
  disableOperatorHubSources,
  disableSamples,
  disableUpdates,
  updateConsoleBranding,
} from "./configure-cluster.ts";

let plane: ClusterPlane;
before(async () => {
  plane = await clusterPlane();
});
after(() => plane[Symbol.asyncDispose]());

const withPullSecret = () =>
  sampleCluster(({ clusterProfile }) => {
    clusterProfile.pullSecret = "sealed:{}" as never;
  });
const encrypted = (version: string) =>
  sampleCluster(({ clusterProfile, workerProfiles }) => {
    clusterProfile.version = version;
    for (const profile of workerProfiles) profile.diskEncryptionSetId = "/des";
  });

test("the console bears Azure's brand, keeps what else is set, and is written once (spec 03 §8.4)", async () => {
  const { context } = await plane.worldOf(sampleCluster());
  await assert.rejects(runStep(updateConsoleBranding, context), /the cluster has no Console 'cluster'/);
  await plane.have({
    apiVersion: "operator.openshift.io/v1",
    kind: "Console",
    metadata: { name: "cluster" },
    spec: { managementState: "Managed", customization: { customProductName: "kept" } },
  });
  await runStep(updateConsoleBranding, context);
  const once = await plane.read(kinds.Console, "cluster");
  assert.deepEqual((once["spec"] as { customization: object }).customization, {
    customProductName: "kept",
    brand: "azure",
  });
  await runStep(updateConsoleBranding, context);
  assert.equal(
    (await plane.read(kinds.Console, "cluster")).metadata.resourceVersion,
    once.metadata.resourceVersion,
    "what is so already is not written",
  );
});

test("samples are removed without a pull secret, made so where they are not configured, and nobody else's setting is lost", async () => {
  const { context } = await plane.worldOf(sampleCluster());
  assert.equal(disableSamples.appliesTo?.(context), true);
  assert.equal(disableSamples.appliesTo?.((await plane.worldOf(withPullSecret())).context), false);
  await runStep(disableSamples, context);
  const made = await plane.read(kinds.SamplesConfig, "cluster");
  assert.deepEqual(made["spec"], { managementState: "Removed" });
  const spec = { managementState: "Managed", architectures: ["x86_64"] };
  await plane.client.update(kinds.SamplesConfig, { ...made, spec }, plane.signal);
  await runStep(disableSamples, context);
  assert.deepEqual((await plane.read(kinds.SamplesConfig, "cluster"))["spec"], { ...spec, managementState: "Removed" });
});

test("a definition of samples that has not come yet is waited for, not for ever", async () => {
  for (const [absent, ends] of [
    [2, true],
    [5, false],
  ] as const) {
    const { context, azure } = await plane.worldOf(sampleCluster());
    let looks = 0;
    const create: KubernetesClient["create"] = async (...call) => {
      if (++looks <= absent) throw new KubernetesError(404, "NotFound", "the server knows no such kind");
      return plane.client.create(...call);
    };
    const found = plane.client.get(kinds.SamplesConfig, { name: "cluster" }, plane.signal);
    if ((await found) !== undefined) await plane.client.delete(kinds.SamplesConfig, { name: "cluster" }, plane.signal);
    context.run.memory.set("kubernetes", { ...plane.client, create });
    const done = runStep(disableSamples, context);
    if (ends) await done;
    else await assert.rejects(done, /no such kind/);
    assert.deepEqual(
      azure.clock.sleeps,
      Array.from({ length: ends ? absent : absent - 1 }, () => azure.durations.conditionPoll),
    );
  }
});

test("catalogues of Red Hat are off without a pull secret, others stay (spec 03 §8.4)", async () => {
  const { context } = await plane.worldOf(sampleCluster());
  const sources = [
    { name: "redhat-operators", disabled: false },
    { name: "customers", disabled: false },
  ];
  await plane.have({
    apiVersion: "config.openshift.io/v1",
    kind: "OperatorHub",
    metadata: { name: "cluster" },
    spec: { sources, disableAllDefaultSources: false },
  });
  await runStep(disableOperatorHubSources, context);
  assert.deepEqual((await plane.read(kinds.OperatorHub, "cluster"))["spec"], {
    disableAllDefaultSources: false,
    sources: [
      { name: "customers", disabled: false },
      ...["certified-operators", "community-operators", "redhat-marketplace", "redhat-operators"].map((name) => ({
        name,
        disabled: true,
      })),
    ],
  });
  assert.equal(disableOperatorHubSources.appliesTo?.((await plane.worldOf(withPullSecret())).context), false);
});

test("no channel is set, and what was installed is what is wished for, under its published name (spec 03 §8.4)", async () => {
  await plane.have({
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterVersion",
    metadata: { name: "version" },
    spec: {
      clusterID: "11111111-1111-4111-8111-111111111111",
      channel: "stable-4.17",
      upstream: "https://updates.test/graph",
    },
  });
  const document = sampleCluster(({ clusterProfile }) => {
    clusterProfile.version = "4.17.27+build.5";
  });
  const { context } = await plane.worldOf(document, { settings: { installViaHive: true } });
  await runStep(disableUpdates, context);
  const spec = (await plane.read(kinds.ClusterVersion, "version"))["spec"] as Record<string, unknown>;
  const { version, image } = spec["desiredUpdate"] as { version: string; image: string };
  assert.deepEqual([version, image], ["4.17.27", "quay.io/4.17.27+build.5"]);
  assert.deepEqual([spec["channel"], spec["upstream"]], [undefined, undefined]);
  assert.equal(spec["clusterID"], "11111111-1111-4111-8111-111111111111");
});

for (const { version, usual, name, provisioner } of [
  { version: "4.17.27", usual: "managed-csi", name: "managed-csi-encrypted-cmk", provisioner: "disk.csi.azure.com" },
  {
    version: "4.10.40",
    usual: "managed-premium",
    name: "managed-premium-encrypted-cmk",
    provisioner: "kubernetes.io/azure-disk",
  },
])
  test(`volumes of ${version} are encrypted with the customer's key, also when the step runs again (spec 03 §8.4)`, async () => {
    assert.equal(configureDefaultStorageClass.appliesTo?.((await plane.worldOf(sampleCluster())).context), false);
    const { context } = await plane.worldOf(encrypted(version));
    assert.equal(configureDefaultStorageClass.appliesTo?.(context), true);
    await plane.have({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: usual, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner,
    });
    const isDefault = async (of: string) =>
      (await plane.read(kinds.StorageClass, of)).metadata.annotations?.["storageclass.kubernetes.io/is-default-class"];
    for (let run = 0; run < 2; run++) {
      await runStep(configureDefaultStorageClass, context);
      assert.deepEqual([await isDefault(usual), await isDefault(name)], ["false", "true"]);
      await plane.client.patch(
        kinds.StorageClass,
        { name },
        { metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "false" } } },
        { as: "merge" },
        plane.signal,
      );
    }
    const made = await plane.read(kinds.StorageClass, name);
    assert.deepEqual(
      ["provisioner", "volumeBindingMode", "allowVolumeExpansion", "reclaimPolicy", "parameters"].map(
        (one) => made[one],
      ),
      [
        provisioner,
        "WaitForFirstConsumer",
        true,
        "Delete",
        { kind: "Managed", storageaccounttype: "Premium_LRS", diskEncryptionSetID: "/des" },
      ],
    );
  });
