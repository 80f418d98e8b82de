import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ClusterDocument, Sealed, Sealer, SubscriptionDocument } from "@aro/api";
import { Secret } from "@aro/api";
import { type ControlPlane, makeKeys, startControlPlane } from "@aro/control-plane";
import {
  connect,
  createClient,
  isRefusal,
  type KubernetesClient,
  KubernetesError,
  type KubernetesObject,
  kinds,
} from "@aro/kubernetes";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import { createHub, type Hub, type InstallFacts, installerVariables } from "./index.ts";

const signal = AbortSignal.timeout(60_000);
let plane: ControlPlane;
let client: KubernetesClient;
let hub: Hub;

const sealer: Sealer = {
  seal: (clear) => `sealed:${Buffer.from(clear).toString("base64")}` as Sealed,
  openText: (value) => new Secret(Buffer.from(value.slice(7), "base64").toString("utf8")),
  openBytes: (value) => new Secret(new Uint8Array(Buffer.from(value.slice(7), "base64"))),
};

const id = "0b4d3a2e-0000-4000-8000-000000000001";
const cluster = {
  id,
  partitionKey: "00000000-0000-4000-8000-00000000000a",
  key: "/subscriptions/00000000-0000-4000-8000-00000000000a/resourcegroups/rg/providers/microsoft.redhatopenshift/openshiftclusters/c1",
  correlationData: { correlationId: "corr", requestId: "req", requestTime: "2026-01-01T00:00:00Z" },
  openShiftCluster: {
    id: "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/RG/providers/Microsoft.RedHatOpenShift/openShiftClusters/C1",
    name: "C1",
    location: "eastus",
    properties: {
      clusterProfile: {
        domain: "c1",
        resourceGroupId: "/subscriptions/s/resourcegroups/managed",
        pullSecret: sealer.seal("ps"),
      },
      servicePrincipalProfile: { clientId: "client", clientSecret: sealer.seal("hush") },
      networkProfile: { privateEndpointIp: "10.1.2.3" },
      infraId: "c1-abcde",
      sshKey: sealer.seal(new Uint8Array([1, 2, 3])),
      aroServiceKubeconfig: sealer.seal("kubeconfig text"),
      registryProfiles: [{ name: "acr.test", username: "token", password: sealer.seal("pw") }],
    },
  },
} as unknown as ClusterDocument;

const facts: InstallFacts = {
  cluster,
  subscription: {
    id: "s",
    subscription: { state: "Registered", properties: { tenantId: "t" } },
  } as SubscriptionDocument,
  domain: "c1.eastus.aroapp.test",
  tenantId: "t",
  sealer,
  environment: Object.fromEntries(
    installerVariables.map((name) => [name, `value of ${name}`]),
  ) as InstallFacts["environment"],
  servicePullSecret: '{"auths":{"quay.test":{"auth":"a"},"acr.test":{"auth":"old"}}}',
  images: { release: "release", installer: "installer" },
  manifests: { "a.yaml": { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } } },
};

before(async () => {
  const keys = await makeKeys(["127.0.0.1"], clock, random);
  plane = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
  const { certificate, key } = await plane.identity({ name: "aro", groups: ["system:masters"] });
  const access = {
    server: plane.address,
    ca: plane.authority,
    certificate: { cert: certificate, key },
    namespace: "default",
  };
  client = createClient(connect(access, "test"));
  hub = createHub(client, { clock, random });
  for (const { apiVersion, kind, plural } of [kinds.ClusterDeployment, kinds.ClusterProvision])
    await client.create(kinds.CustomResourceDefinition, definition(apiVersion, kind, plural), signal);
  while ((await client.list(kinds.ClusterProvision, {}, signal).catch(() => undefined)) === undefined)
    await clock.sleep(10, signal);
  await hub.createNamespace(cluster, signal);
});
after(async () => {
  await client[Symbol.asyncDispose]();
  await plane[Symbol.asyncDispose]();
});

const definition = (apiVersion: string, kind: string, plural: string): KubernetesObject => {
  const [group = "", version = ""] = apiVersion.split("/");
  const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const schema = { openAPIV3Schema: anything };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: "Namespaced",
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
};
const secretText = async (name: string, key: string) => {
  const found = await client.get(kinds.Secret, { name, namespace: `aro-${id}` }, signal);
  return Buffer.from(found?.data?.[key] ?? "", "base64").toString("utf8");
};
const deployment = () => client.get(kinds.ClusterDeployment, { name: "cluster", namespace: `aro-${id}` }, signal);

test("a namespace that a run left behind is taken", async () => {
  assert.equal(await hub.createNamespace(cluster, signal), `aro-${id}`);
});

test("an install gives Hive the opened cluster, its images and where each variable is", async () => {
  await hub.install(facts, signal);
  const told = JSON.parse(await secretText("cluster-service-principal-secret", "99_aro.json"));
  assert.equal(told.properties.servicePrincipalProfile.clientSecret, "hush");
  assert.equal(told.properties.sshKey, "AQID");
  assert.equal(told.properties.registryProfiles[0].password, "pw");
  assert.deepEqual(JSON.parse(await secretText("aro-pullsecret", ".dockerconfigjson")).auths, {
    "quay.test": { auth: "a" },
    "acr.test": { auth: Buffer.from("token:pw").toString("base64") },
  });
  const made = await deployment();
  const spec = made?.["spec"] as { provisioning: { installerEnv: unknown[] }; controlPlaneConfig: object };
  assert.deepEqual(spec.controlPlaneConfig, {
    apiServerIPOverride: "10.1.2.3",
    apiURLOverride: "api-int.c1.eastus.aroapp.test:6443",
  });
  assert.deepEqual(spec.provisioning.installerEnv.slice(0, 2), [
    { name: "ARO_UUID", value: id },
    {
      name: "ARO_AZURE_FP_CLIENT_ID",
      valueFrom: { secretKeyRef: { name: "aro-env-secret", key: "ARO_AZURE_FP_CLIENT_ID" } },
    },
  ]);
  assert.equal(await secretText("aro-env-secret", "ARO_DOMAIN_NAME"), "value of DOMAIN_NAME");
});

test("a namespace that was being removed when it was to be made, and has gone since, is not taken for one that stands", async () => {
  const vanishing: KubernetesClient = {
    ...client,
    create: () => Promise.reject(new KubernetesError(409, "AlreadyExists", "object is being deleted")),
    get: () => Promise.resolve(undefined),
  };
  const making = createHub(vanishing, { clock, random }).createNamespace(cluster, signal);
  await assert.rejects(making, (error) => isRefusal(error, "AlreadyExists"));
});

test("applying the install again keeps what Hive has set (spec 03 §15.7)", async () => {
  const name = { name: "cluster", namespace: `aro-${id}` };
  const patch = { spec: { installed: true, clusterMetadata: { clusterID: "x", infraID: "y" } } };
  await client.patch(kinds.ClusterDeployment, name, patch, { as: "merge" }, signal);
  await hub.install(facts, signal);
  assert.deepEqual(await hub.progress(cluster, signal), { state: "installed" });
  await client.patch(kinds.ClusterDeployment, name, { spec: { installed: false } }, { as: "merge" }, signal);
});

test("a failed provision is told with ARM's own errors out of the last attempt's log", async () => {
  const answer = {
    code: "InvalidTemplateDeployment",
    details: [{ code: "SkuNotAvailable", message: "No such size.", target: "vm" }],
  };
  const provision = (attempt: number, installLog: string) => ({
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterProvision",
    metadata: {
      name: `cluster-${attempt}`,
      namespace: `aro-${id}`,
      labels: { "hive.openshift.io/cluster-deployment-name": "cluster" },
    },
    spec: { attempt, installLog },
  });
  const line = `level=error msg=400: DeploymentFailed: : Deployment failed. Details: : : ${JSON.stringify(answer)}`;
  await client.create(kinds.ClusterProvision, provision(10, `level=info msg=a\n${line}\n`), signal);
  await client.create(kinds.ClusterProvision, provision(9, "older"), signal);
  const error = await hub.failure(cluster, "AzureInvalidTemplateDeployment", signal);
  assert.equal(error.status, 400);
  assert.deepEqual(error.body.details, [{ code: "SkuNotAvailable", message: "No such size.", target: "vm" }]);
});

test("the end of an operation takes its ids out of the log fields and leaves the cluster's", async () => {
  await hub.resetCorrelation(cluster, signal);
  const found = await deployment();
  const fields = JSON.parse(found?.metadata.annotations?.["hive.openshift.io/additional-log-fields"] ?? "{}");
  assert.deepEqual(fields, {
    resource_id: cluster.key,
    subscription_id: cluster.partitionKey,
    resource_group: "rg",
    resource_name: "c1",
  });
});

test("an adoption hands over the service's kubeconfig and no install", async () => {
  await client.delete(kinds.ClusterDeployment, { name: "cluster", namespace: `aro-${id}` }, signal);
  await hub.adopt(facts, signal);
  assert.equal(await secretText("aro-service-kubeconfig-secret", "kubeconfig"), "kubeconfig text");
  const spec = (await deployment())?.["spec"] as { installed: boolean; provisioning?: object };
  assert.deepEqual([spec.installed, spec.provisioning], [true, undefined]);
  assert.equal(await hub.isInHand(cluster, signal), false);
});

test("an install whose ClusterDeployment somebody has removed is gone", async () => {
  await client.delete(kinds.ClusterDeployment, { name: "cluster", namespace: `aro-${id}` }, signal);
  assert.deepEqual(await hub.progress(cluster, signal), { state: "gone" });
});

test("a removed namespace is gone after a while", async () => {
  assert.equal(await hub.deleteNamespace(cluster, signal), true);
  while (!(await hub.isGone(cluster, signal))) await clock.sleep(20, signal);
  assert.equal(await hub.deleteNamespace(cluster, signal), false);
});
