import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { KubernetesObject } from "@aro/kubernetes";
import { kinds, type Secret } from "@aro/kubernetes";
import { restartAROOperatorMaster } from "../operator/steps.ts";
import { type ClusterPlane, clusterPlane, runStep } from "../testing/cluster-plane.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { aroCredentialsRequestReconciled, updateAROSecret } from "./cloud-provider.ts";
import { ensureCredentialsRequest, updateOpenShiftSecret } from "./root-credentials.ts";
import { rotateACRTokenPassword } from "./rotate-acr-token-password.ts";
import { reconcileSoftwareDefinedNetwork } from "./software-defined-network.ts";

let plane: ClusterPlane;
before(async () => {
  plane = await clusterPlane();
});
after(() => plane[Symbol.asyncDispose]());

const rotated = () =>
  sampleCluster((properties) => {
    properties.infraId = "i";
    properties.provisioningState = "Updating";
    properties.servicePrincipalProfile = { clientId: "app", clientSecret: "sealed:new" as never, spObjectId: "sp-oid" };
  });
const textOf = (secret: KubernetesObject, key: string) =>
  Buffer.from((secret as Secret).data?.[key] ?? "", "base64").toString("utf8");
const secret = (name: string, namespace: string, stringData: Record<string, string>, type = "Opaque") => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace },
  type,
  stringData,
});

test("the root of a cluster's credentials becomes the customer's, its operator starts anew, and a later failure does not take it back (spec 03 §8.1, ARM-PAT-07)", async () => {
  await plane.have(
    secret("azure-credentials", "kube-system", {
      azure_client_id: "old",
      azure_client_secret: "old",
      of_others: "kept",
    }),
  );
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "cco",
      namespace: "openshift-cloud-credential-operator",
      labels: { app: "cloud-credential-operator" },
    },
    spec: { containers: [{ name: "c", image: "i" }], terminationGracePeriodSeconds: 0 },
  };
  await plane.have(pod);
  const { context, run } = await plane.worldOf(rotated());
  await runStep(updateOpenShiftSecret, context);
  const root = await plane.read(kinds.Secret, "azure-credentials", "kube-system");
  assert.deepEqual(
    Object.fromEntries(
      ["client_id", "client_secret", "tenant_id", "region", "resource_prefix", "resourcegroup"].map((key) => [
        key,
        textOf(root, `azure_${key}`),
      ]),
    ),
    {
      client_id: "app",
      client_secret: "new",
      tenant_id: "customer-tenant",
      region: "eastus",
      resource_prefix: "i",
      resourcegroup: "aro-managed",
    },
  );
  assert.equal(textOf(root, "of_others"), "kept");
  assert.deepEqual(run.applied, ["/properties/servicePrincipalProfile"]);
  const pods = await plane.client.list(kinds.Pod, { namespace: pod.metadata.namespace }, plane.signal);
  assert.ok(pods.every(({ metadata }) => metadata["deletionTimestamp"] !== undefined));
});

test("the cloud provider's secret follows once the credentials were handed on, and its readers are rolled out once", async () => {
  const config = "aadClientId: app\naadClientSecret: old\nlocation: eastus\n";
  await plane.have(secret("azure-cloud-provider", "kube-system", { "cloud-config": config }));
  for (const kind of ["KubeAPIServer", "KubeControllerManager"])
    await plane.have({
      apiVersion: "operator.openshift.io/v1",
      kind,
      metadata: { name: "cluster" },
      spec: { managementState: "Managed" },
    });
  const { context, azure } = await plane.worldOf(rotated());
  await runStep(ensureCredentialsRequest, context);
  assert.equal(await runStep(aroCredentialsRequestReconciled, context), false);
  const request = await plane.read(
    kinds.CredentialsRequest,
    "openshift-azure-operator",
    "openshift-cloud-credential-operator",
  );
  const synchronised = (at: number) =>
    plane.client.patch(
      kinds.CredentialsRequest,
      { name: request.metadata.name, namespace: "openshift-cloud-credential-operator" },
      { status: { provisioned: true, lastSyncGeneration: 1, lastSyncTimestamp: new Date(at).toISOString() } },
      { as: "merge", subresource: "status" },
      plane.signal,
    );
  await synchronised(azure.clock.now() - 301_000);
  assert.equal(await runStep(aroCredentialsRequestReconciled, context), false);
  await synchronised(azure.clock.now() - 10_000);
  assert.equal(await runStep(aroCredentialsRequestReconciled, context), true);

  await runStep(updateAROSecret, context);
  const changed = await plane.read(kinds.Secret, "azure-cloud-provider", "kube-system");
  assert.match(textOf(changed, "cloud-config"), /aadClientSecret: new\n/);
  assert.match(textOf(changed, "cloud-config"), /location: eastus/);
  assert.deepEqual(changed.metadata.annotations ?? {}, {});
  const reason = async (kind: typeof kinds.KubeAPIServer) =>
    ((await plane.read(kind, "cluster"))["spec"] as { forceRedeploymentReason?: string }).forceRedeploymentReason;
  const first = await reason(kinds.KubeAPIServer);
  assert.match(first ?? "", /^Credential rotation \d{4}-/);
  assert.equal(await reason(kinds.KubeControllerManager), first);
  await azure.clock.sleep(60_000);
  await runStep(updateAROSecret, context);
  assert.equal(await reason(kinds.KubeAPIServer), first);
  assert.equal(await runStep(aroCredentialsRequestReconciled, context), true);
});

test("a run that died after the secret was written and before its readers were told makes up for it (spec 03 §8.1)", async () => {
  const { context, azure } = await plane.worldOf(rotated());
  const name = { name: "azure-cloud-provider", namespace: "kube-system" };
  const pending = { metadata: { annotations: { "aro.openshift.io/credential-rollout-pending": "true" } } };
  await plane.client.patch(kinds.Secret, name, pending, { as: "merge" }, plane.signal);
  await azure.clock.sleep(3_600_000);
  const spec = async () => (await plane.read(kinds.KubeAPIServer, "cluster"))["spec"] as object;
  const former = await spec();
  await runStep(updateAROSecret, context);
  assert.notDeepEqual(await spec(), former);
});

test("the operator's master is started anew by a change of its pods, each time by another (spec 04 §8.7)", async () => {
  const labels = { app: "aro-operator-master" };
  await plane.have({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "aro-operator-master", namespace: "openshift-azure-operator" },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "o", image: "i" }] } },
    },
  });
  const { context, azure } = await plane.worldOf(rotated());
  const at = async () => {
    const found = await plane.read(kinds.Deployment, "aro-operator-master", "openshift-azure-operator");
    const { template } = found["spec"] as { template: { metadata: { annotations?: Record<string, string> } } };
    return template.metadata.annotations?.["kubectl.kubernetes.io/restartedAt"];
  };
  await runStep(restartAROOperatorMaster, context);
  const first = await at();
  assert.ok(first);
  await azure.clock.sleep(1_000);
  await runStep(restartAROOperatorMaster, context);
  assert.notEqual(await at(), first);
});

test("a network that the customer has moved is written down (spec 03 §8.2)", async () => {
  await plane.have({
    apiVersion: "config.openshift.io/v1",
    kind: "Network",
    metadata: { name: "cluster" },
    spec: { networkType: "OVNKubernetes" },
  });
  const cluster = rotated();
  cluster.openShiftCluster.properties.networkProfile.softwareDefinedNetwork = "OpenShiftSDN";
  const { context, run } = await plane.worldOf(cluster);
  await runStep(reconcileSoftwareDefinedNetwork, context);
  assert.equal(run.document.openShiftCluster.properties.networkProfile.softwareDefinedNetwork, "OVNKubernetes");
});

test("the cluster gets the registry password that is written down, and keeps the customer's own entries (spec 03 §15.26)", async () => {
  const auths = { auths: { "quay.io": { auth: "customer" }, "arointsvc.azurecr.test": { auth: "old" } } };
  const type = "kubernetes.io/dockerconfigjson";
  await plane.have(secret("pull-secret", "openshift-config", { ".dockerconfigjson": JSON.stringify(auths) }, type));
  const cluster = rotated();
  cluster.openShiftCluster.properties.registryProfiles = [
    {
      name: "arointsvc.azurecr.test",
      username: "token-1",
      password: "sealed:pw" as never,
      issueDate: "2999-01-01T00:00:00Z",
    },
  ];
  const registryId = "/subscriptions/acr/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/arointsvc";
  const { context } = await plane.worldOf(cluster, { settings: { registryId } });
  await runStep(rotateACRTokenPassword, context);
  const auth = Buffer.from("token-1:pw").toString("base64");
  const own = await plane.read(kinds.Secret, "cluster", "openshift-azure-operator");
  assert.deepEqual(JSON.parse(textOf(own, ".dockerconfigjson")), { auths: { "arointsvc.azurecr.test": { auth } } });
  const joined = await plane.read(kinds.Secret, "pull-secret", "openshift-config");
  assert.deepEqual(JSON.parse(textOf(joined, ".dockerconfigjson")), {
    auths: { "quay.io": { auth: "customer" }, "arointsvc.azurecr.test": { auth } },
  });
});
