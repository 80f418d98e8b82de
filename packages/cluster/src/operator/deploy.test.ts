import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type KubernetesClient, KubernetesError, type KubernetesObject, kinds, type Secret } from "@aro/kubernetes";
import type { ClusterContext } from "../context.ts";
import { type ClusterPlane, clusterPlane, runStep } from "../testing/cluster-plane.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { initializeOperatorDeployer } from "./deploy.ts";
import {
  aroDeploymentReady,
  disableOperatorReconciliation,
  enableOperatorReconciliation,
  installAROOperator,
} from "./steps.ts";

let plane: ClusterPlane;
before(async () => {
  plane = await clusterPlane();
  await plane.have({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "openshift-cloud-credential-operator" },
  });
  await plane.have({
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterVersion",
    metadata: { name: "version" },
    spec: { clusterID: "11111111-1111-4111-8111-111111111111" },
  });
});
after(() => plane[Symbol.asyncDispose]());

const namespace = "openshift-azure-operator";
const installed = (operatorVersion?: string) =>
  sampleCluster((properties) => {
    properties.infraId = "i";
    properties.storageSuffix = "suffix";
    properties.apiserverProfile.intIp = "10.0.0.10";
    properties.ingressProfiles = [{ name: "default", visibility: "Public", ip: "20.0.0.9" }];
    properties.operatorFlags = { "aro.banner.enabled": "true" };
    properties.registryProfiles = [
      { name: "arointsvc.azurecr.test", username: "token-1", password: "sealed:pw" as never },
    ];
    if (operatorVersion !== undefined) properties["operatorVersion"] = operatorVersion;
  });
const there = async (operatorVersion?: string): Promise<ClusterContext> => {
  const { context } = await plane.worldOf(installed(operatorVersion), { settings: { environment: "int" } });
  await runStep(initializeOperatorDeployer, context);
  return context;
};
const deployment = (role: string) => plane.read(kinds.Deployment, `aro-operator-${role}`, namespace);
const imageOf = ({ spec }: KubernetesObject) =>
  (spec as { template: { spec: { containers: { image: string }[] } } }).template.spec.containers[0]?.image;
const flagsOf = async () =>
  ((await plane.read(kinds.AroCluster, "cluster"))["spec"] as { operatorflags: Record<string, string> }).operatorflags;

test("the operator comes with its definitions, roles, secret and deployments, and is told of the cluster (spec 03 §10.3)", async () => {
  await runStep(installAROOperator, await there());
  for (const name of ["clusters.aro.openshift.io", "previewfeatures.preview.aro.openshift.io"])
    await plane.read(kinds.CustomResourceDefinition, name);
  const { labels, annotations } = (await plane.read(kinds.Namespace, namespace)).metadata;
  assert.equal(labels?.["openshift.io/cluster-monitoring"], "true");
  assert.equal(annotations?.["openshift.io/node-selector"], "");
  await plane.read(kinds.CredentialsRequest, "openshift-azure-operator", "openshift-cloud-credential-operator");
  for (const role of ["master", "worker"]) {
    const found = await deployment(role);
    assert.equal(imageOf(found), "arointsvc.azurecr.test/aro:test");
    assert.equal(found.metadata.labels?.["version"], "test");
  }
  const told = await plane.read(kinds.AroCluster, "cluster");
  const { operatorflags, internetChecker, serviceSubnets, ...spec } = told["spec"] as Record<string, unknown>;
  const { id, properties } = installed().openShiftCluster;
  assert.deepEqual(spec, {
    resourceId: id,
    clusterResourceGroupId: properties.clusterProfile.resourceGroupId,
    domain: "c1.eastus.aroapp.test",
    acrDomain: "arointsvc.azurecr.test",
    azEnvironment: "AzurePublicCloud",
    location: "eastus",
    infraId: "i",
    architectureVersion: 1,
    vnetId: properties.masterProfile.subnetId.replace(/\/subnets\/.*$/, ""),
    storageSuffix: "suffix",
    apiIntIP: "10.0.0.10",
    ingressIP: "20.0.0.9",
    gatewayDomains: [],
  });
  assert.deepEqual(operatorflags, { "aro.banner.enabled": "true", "aro.environment": "int" });
  assert.deepEqual(
    (serviceSubnets as string[]).map((one) => one.split("/").slice(-3).join("/")),
    ["rp-pe-vnet-001/subnets/rp-pe-subnet", "rp-vnet/subnets/rp-subnet"],
  );
  assert.equal((internetChecker as { urls: string[] }).urls[0], "https://arointsvc.azurecr.test/");
});

test("the registry's secret belongs to the Cluster object and goes with it (spec 03 §10.3)", async () => {
  await runStep(installAROOperator, await there());
  const secret: Secret = await plane.client
    .get<Secret>(kinds.Secret, { name: "cluster", namespace }, plane.signal)
    .then((found) => found ?? assert.fail("no secret"));
  const text = Buffer.from(secret.data?.[".dockerconfigjson"] ?? "", "base64").toString("utf8");
  const auth = Buffer.from("token-1:pw").toString("base64");
  assert.deepEqual(JSON.parse(text), { auths: { "arointsvc.azurecr.test": { auth } } });
  const { uid } = (await plane.read(kinds.AroCluster, "cluster")).metadata;
  assert.deepEqual(
    secret.metadata.ownerReferences?.map((one) => [one.kind, one.name, one.uid, one.controller]),
    [["Cluster", "cluster", uid, true]],
  );
});

test("a run again changes nothing that is so already", async () => {
  const context = await there();
  await runStep(installAROOperator, context);
  const seen = async () =>
    Promise.all([
      ...["master", "worker"].map(async (role) => (await deployment(role)).metadata.generation),
      plane.read(kinds.AroCluster, "cluster").then(({ metadata }) => metadata.resourceVersion),
      plane.read(kinds.Secret, "cluster", namespace).then(({ metadata }) => metadata.resourceVersion),
    ]);
  const once = await seen();
  await runStep(installAROOperator, context);
  assert.deepEqual(await seen(), once);
});

test("a version that the document asks for is deployed instead of the service's own (spec 03 §10.3)", async () => {
  await runStep(installAROOperator, await there("abc123"));
  const found = await deployment("master");
  assert.deepEqual(
    [imageOf(found), found.metadata.labels?.["version"]],
    ["arointsvc.azurecr.test/aro:abc123", "abc123"],
  );
});

test("an API server that refuses an owner whose kind it has just learnt is asked again, a minute at most (spec 03 §10.3)", async () => {
  for (const [refusals, ends] of [
    [3, true],
    [1_000, false],
  ] as const) {
    const context = await there();
    let refused = 0;
    const patch = (async (...call: Parameters<KubernetesClient["patch"]>) => {
      if (call[0] === kinds.Secret && ++refused <= refusals) throw new KubernetesError(403, "Forbidden", "no owner");
      return plane.client.patch(...call);
    }) as KubernetesClient["patch"];
    context.run.memory.set("kubernetes", { ...plane.client, patch });
    const done = runStep(installAROOperator, context);
    if (ends) await done;
    else await assert.rejects(done, /no owner/);
    assert.equal(refused, ends ? refusals + 1 : 61);
  }
});

test("reconciliation is forced and set free without touching other flags (spec 03 §10.3)", async () => {
  const context = await there();
  await runStep(installAROOperator, context);
  await runStep(enableOperatorReconciliation, context);
  assert.deepEqual(await flagsOf(), {
    "aro.banner.enabled": "true",
    "aro.environment": "int",
    "aro.forcereconciliation": "true",
  });
  await runStep(disableOperatorReconciliation, context);
  assert.equal((await flagsOf())["aro.forcereconciliation"], "false");
});

test("the operator is ready when all replicas of both deployments are of the present generation and available (spec 03 §10.3)", async () => {
  const context = await there();
  const name = (role: string) => ({ name: `aro-operator-${role}`, namespace });
  for (const role of ["master", "worker"])
    if ((await plane.client.get(kinds.Deployment, name(role), plane.signal)) !== undefined)
      await plane.client.delete(kinds.Deployment, name(role), plane.signal);
  assert.equal(await runStep(aroDeploymentReady, context), false, "one that is not there is waited for");
  await runStep(installAROOperator, context);
  /** The deployments as their controller would report them: replicas available, generations behind. */
  const holds = async (...reported: readonly [availableReplicas: number, behind: number][]): Promise<boolean> => {
    const get = (async (...call: Parameters<KubernetesClient["get"]>) => {
      const found = await plane.client.get(...call);
      const index = ["master", "worker"].findIndex((role) => name(role).name === found?.metadata.name);
      const [availableReplicas = 0, behind = 0] = reported[index] ?? [];
      const observedGeneration = (found?.metadata.generation ?? 0) - behind;
      return found && { ...found, status: { replicas: 1, availableReplicas, updatedReplicas: 1, observedGeneration } };
    }) as KubernetesClient["get"];
    context.run.memory.set("kubernetes", { ...plane.client, get });
    return runStep(aroDeploymentReady, context);
  };
  assert.equal(await holds([1, 0], [0, 0]), false);
  assert.equal(await holds([1, 0], [1, 1]), false, "of a former generation");
  assert.equal(await holds([1, 0], [1, 0]), true);
});

test("an operator cannot be told of a cluster without an ingress address, nor deployed before it is made up what to tell", async () => {
  const document = installed();
  document.openShiftCluster.properties.ingressProfiles = [{ name: "default", visibility: "Public" }];
  const { context } = await plane.worldOf(document);
  await assert.rejects(runStep(initializeOperatorDeployer, context), /ingress IP is empty/);
  await assert.rejects(runStep(installAROOperator, context), /initializeOperatorDeployer has not run/);
});
