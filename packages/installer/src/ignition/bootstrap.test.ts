import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import type { InstallFacts } from "../cluster/facts.ts";
import { installConfig } from "../install-config/install-config.ts";
import { allManifests } from "../manifests/all-manifests.ts";
import type { KubeObject } from "../manifests/kube-object.ts";
import { paperCertificates, paperSecrets } from "../testing/paper-certificates.ts";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { sampleBootstrapIgnition } from "../testing/sample-graph.ts";
import { kubeconfig } from "../tls/kubeconfig.ts";
import { bootstrapIgnition } from "./bootstrap.ts";
import type { IgnitionConfig } from "./config.ts";

/** The text of a file that Ignition writes. */
const textAt = (config: IgnitionConfig, path: string): string => {
  const found = config.storage?.files.find((one) => one.path === path);
  assert.ok(found, `there is no ${path}`);
  return Buffer.from(found.contents.source.split(",", 2)[1] ?? "", "base64").toString();
};
const objectsAt = (config: IgnitionConfig, path: string): KubeObject[] =>
  parseAllDocuments(textAt(config, path)).map((document) => document.toJS() as KubeObject);
const paths = (config: IgnitionConfig): string[] => config.storage?.files.map(({ path }) => path) ?? [];

const plain = sampleBootstrapIgnition();
const furnishedFacts: Partial<InstallFacts> = {
  cluster: sampleCluster(({ networkProfile, ingressProfiles }) => {
    Object.assign(networkProfile, { mtuSize: 3900, gatewayPrivateEndpointIp: "10.0.0.9" });
    Object.assign(ingressProfiles[0] ?? {}, { visibility: "Private", ip: "10.0.2.254" });
  }),
  gatewayDomains: ["login.example", "arm.example"],
  logging: {
    certificate: "PEM",
    environment: "Test",
    account: "logs",
    namespace: "aro",
    configVersion: "4.2",
    mdsdImage: "r.example/mdsd",
    fluentbitImage: "r.example/fluentbit",
  },
  customManifests: new Map([
    [
      "cluster-config-samples.yaml",
      "apiVersion: samples.operator.openshift.io/v1\nkind: Config\nmetadata: {name: cluster}\nspec: {managementState: Removed}\n",
    ],
  ]),
};
/** The ignition with certificates that are only names. */
function onPaper(change: Partial<InstallFacts>): IgnitionConfig {
  const facts = sampleFacts(change);
  const certificates = paperCertificates();
  const config = installConfig(facts);
  const identity = { certificate: "certificate", key: "key" };
  const access = kubeconfig({
    cluster: "c1",
    user: "admin",
    server: "https://x",
    authorities: "authorities",
    identity,
  });
  return bootstrapIgnition(facts, {
    installConfig: config,
    certificates,
    serviceAccountKey: { key: "key", publicKey: "public" },
    manifests: allManifests(facts, config, certificates, paperSecrets),
    adminKubeconfig: access,
    kubeletKubeconfig: access,
  });
}
const furnished = onPaper(furnishedFacts);

test("a bootstrap machine finds keys, kubeconfigs and manifests where a real one does (decision 11)", async () => {
  const all = paths(await plain);
  for (const name of [
    "root-ca",
    "admin-kubeconfig-signer",
    "kubelet-signer",
    "kube-control-plane-signer",
    "aggregator-signer",
    "kube-apiserver-lb-signer",
    "kube-apiserver-lb-server",
    "kube-apiserver-localhost-signer",
    "kube-apiserver-service-network-signer",
    "machine-config-server",
  ])
    for (const half of ["crt", "key"]) assert.ok(all.includes(`/opt/openshift/tls/${name}.${half}`), `${name}.${half}`);
  for (const path of [
    "tls/service-account.key",
    "tls/service-account.pub",
    "auth/kubeconfig",
    "auth/kubeconfig-kubelet",
  ])
    assert.ok(all.includes(`/opt/openshift/${path}`), path);
  assert.deepEqual(all, [...new Set(all)].toSorted());
});

test("names of the cluster lead to its balancer and its ingress, those of the gateway to the gateway", async () => {
  const config = textAt(furnished, "/etc/dnsmasq.conf");
  for (const line of [
    "address=/api.c1.eastus.aroapp.io/10.0.0.4",
    "address=/api-int.c1.eastus.aroapp.io/10.0.0.4",
    "address=/.apps.c1.eastus.aroapp.io/10.0.2.254",
    "address=/login.example/10.0.0.9",
    "resolv-file=/etc/resolv.conf.dnsmasq",
    "dns-forward-max=10000",
    "cache-size=0",
  ])
    assert.ok(config.split("\n").includes(line), line);
  assert.equal(textAt(await plain, "/etc/dnsmasq.conf").includes("10.0.0.9"), false);
  const hosts = textAt(furnished, "/etc/hosts.d/aro.conf");
  assert.ok(hosts.includes("10.0.0.9\tlogin.example arm.example\n"));
  const { files = [] } = (await plain).storage ?? {};
  assert.equal(files.find(({ path }) => path.endsWith("aro-dnsmasq-pre.sh"))?.mode, 0o744);
});

test("nodes get the same by MachineConfigs, and large frames where the subscription has them", async () => {
  const config = furnished;
  const names = paths(config)
    .map((path) => /99_openshift-machineconfig_(.*)\.yaml$/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  const both = (name: string) => [`99-master-${name}`, `99-worker-${name}`];
  assert.deepEqual(
    names.toSorted(),
    [
      "90-aro-worker-registries",
      ...["aro-dns", "aro-etc-hosts-gateway-domains", "mtu", "ssh"].flatMap(both),
    ].toSorted(),
  );
  assert.match(textAt(config, "/etc/NetworkManager/dispatcher.d/30-eth0-mtu-3900"), /mtu 3900/);
  assert.equal(
    paths(await plain).some((path) => path.includes("mtu")),
    false,
  );
});

test("a private ingress has its address and is kept off the internet; DNS has no zones of Azure", async () => {
  const config = furnished;
  const [service] = objectsAt(config, "/opt/openshift/manifests/ingress-service.yaml");
  assert.deepEqual(service?.metadata.annotations, {
    "service.beta.kubernetes.io/azure-load-balancer-ipv4": "10.0.2.254",
    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
  });
  const [dns] = objectsAt(config, "/opt/openshift/manifests/cluster-dns-02-config.yml");
  assert.deepEqual(dns?.["spec"], { baseDomain: "c1.eastus.aroapp.io" });
  const [registry] = objectsAt(await plain, "/opt/openshift/manifests/image-registry-config.yaml");
  const { storage, replicas, managementState } = (registry?.["spec"] ?? {}) as Record<string, unknown>;
  assert.deepEqual([replicas, managementState], [2, "Managed"]);
  assert.deepEqual(storage, {
    managementState: "Unmanaged",
    azure: {
      accountName: "imageregistrybcdfghjklm",
      container: "image-registry",
      cloudName: "AzurePublicCloud",
    },
  });
});

test("what Hive was given for the cluster is applied and left alone by the version operator", async () => {
  const config = furnished;
  assert.equal(objectsAt(config, "/opt/openshift/manifests/cluster-config-samples.yaml")[0]?.kind, "Config");
  const [version] = objectsAt(config, "/opt/openshift/manifests/cvo-overrides.yaml");
  assert.deepEqual((version?.["spec"] as { overrides?: unknown } | undefined)?.overrides, [
    { group: "samples.operator.openshift.io", kind: "Config", namespace: "", name: "cluster", unmanaged: true },
  ]);
});

test("the machine's logs are sent where the region has an account for them (spec 03 §7.5)", async () => {
  const config = furnished;
  const environment = textAt(config, "/etc/mdsd.d/mdsd.env");
  for (const line of [
    "MONITORING_GCS_ACCOUNT='logs'",
    "MONITORING_USE_GENEVA_CONFIG_SERVICE='true'",
    "MONITORING_ROLE='cluster'",
    "MONITORING_ROLE_INSTANCE='bootstrap'",
    "RESOURCE_NAME='c1'",
  ])
    assert.ok(environment.split("\n").includes(line), line);
  assert.equal(textAt(config, "/etc/mdsd.d/secret/mdsdcert.pem"), "PEM");
  assert.equal(textAt(config, "/etc/sysconfig/mdsd"), "MDSDIMAGE='r.example/mdsd'\n");
  assert.match(textAt(config, "/etc/fluentbit/journal.conf"), /Port 24224/);
  const units = (of: IgnitionConfig) => of.systemd?.units.map(({ name }) => name);
  assert.deepEqual(units(config), [
    "dnsmasq.service",
    "aro-etchosts-resolver.service",
    "fluentbit.service",
    "mdsd.service",
  ]);
  assert.deepEqual(units(await plain), ["dnsmasq.service", "aro-etchosts-resolver.service"]);
});

test("user data of both roles points at the internal address, trusting the cluster's own root", async () => {
  for (const role of ["master", "worker"]) {
    const path = `/opt/openshift/openshift/99_openshift-cluster-api_${role}-user-data-secret.yaml`;
    const [secret] = objectsAt(await plain, path);
    const { userData = "" } = (secret?.["data"] ?? {}) as Record<string, string>;
    const pointer = JSON.parse(Buffer.from(userData, "base64").toString()) as IgnitionConfig;
    assert.equal(pointer.ignition.config?.merge?.[0]?.source, `https://10.0.0.4:22623/config/${role}`);
    const trusted = pointer.ignition.security?.tls.certificateAuthorities[0]?.source ?? "";
    assert.equal(
      Buffer.from(trusted.split(",")[1] ?? "", "base64").toString(),
      textAt(await plain, "/opt/openshift/tls/root-ca.crt"),
    );
  }
});

test("the cluster's principal stands in its secrets, and its config shows no pull secret", async () => {
  const config = await plain;
  const [secret] = objectsAt(config, "/opt/openshift/openshift/99_cloud-creds-secret.yaml");
  const values = Object.entries((secret?.["data"] ?? {}) as Record<string, string>).map(([name, value]) => [
    name,
    Buffer.from(value, "base64").toString(),
  ]);
  assert.deepEqual(Object.fromEntries(values), {
    azure_subscription_id: "11111111-1111-1111-1111-111111111111",
    azure_client_id: "33333333-3333-4333-8333-333333333333",
    azure_client_secret: "principal-secret",
    azure_tenant_id: "44444444-4444-4444-8444-444444444444",
    azure_resource_prefix: "c1-bcdfg",
    azure_resourcegroup: "aro-c1",
    azure_region: "eastus",
  });
  const shown = textAt(config, "/opt/openshift/manifests/cluster-config.yaml");
  assert.equal(shown.includes("dG9rZW46cGFzc3dvcmQ="), false);
  assert.match(shown, /install-config: /);
});

test("two files of one path are refused instead of one being lost", () => {
  const customManifests = new Map([["cluster-config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"]]);
  assert.throws(() => onPaper({ customManifests }), /two files .*manifests\/cluster-config\.yaml/);
});
