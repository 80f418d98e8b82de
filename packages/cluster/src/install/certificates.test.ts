import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CloudError, Secret } from "@aro/api";
import type { Issuance, Purge, WantedCertificate } from "@aro/azure";
import { type KubernetesObject, type Secret as KubernetesSecret, kinds } from "@aro/kubernetes";
import { issue } from "@aro/pki";
import { systemClock, systemRandom } from "@aro/runtime";
import type { Vaults } from "../context.ts";
import { type ClusterPlane, clusterPlane, runStep } from "../testing/cluster-plane.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { world } from "../testing/world.ts";
import {
  commonNameOf,
  configureAPIServerCertificate,
  configureIngressCertificate,
  correctCertificateIssuer,
  createCertificates,
} from "./certificates.ts";

const id = "22222222-2222-4222-8222-222222222222";
const { signal } = new AbortController();

/** A vault that issues as `course` says: the answers of each certificate in turn, the last for ever. */
function vault(
  course: readonly Issuance[] = [{ state: "issued" }],
  bundle = "",
  { orders = [], purges = "done" }: { orders?: ("ordered" | "there" | "kept")[]; purges?: Purge } = {},
) {
  const seen = {
    ordered: [] as WantedCertificate[],
    looks: [] as string[],
    corrected: [] as string[],
    purged: [] as string[],
  };
  const turns = new Map<string, number>();
  const vaults: Vaults = {
    certificates: (name) => {
      assert.equal(name, "prefix-cls");
      return {
        order: async (wanted) => {
          seen.ordered.push(wanted);
          return orders.shift() ?? "there";
        },
        issuance: async (certificate) => {
          const turn = turns.get(certificate) ?? 0;
          turns.set(certificate, turn + 1);
          seen.looks.push(certificate);
          return course[Math.min(turn, course.length - 1)] ?? { state: "issued" };
        },
        correctIssuer: async (certificate) => seen.corrected.push(certificate) > 0,
        remove: async () => true,
        purge: async (certificate) => {
          seen.purged.push(certificate);
          return purges;
        },
      };
    },
    secrets: (name) => ({
      url: `https://${name}.vault.test`,
      newest: async () => (bundle === "" || orders.includes("ordered") ? undefined : new Secret(bundle)),
      versions: async () => [],
    }),
  };
  return { ...seen, vaults };
}

const installerEnvironment = { KEYVAULT_PREFIX: "prefix" } as never;
const settings = { installerEnvironment };

test("both certificates are ordered before either is waited for, each for its one name (spec 03 §10.4)", async () => {
  const { vaults, ordered, looks } = vault([{ state: "issuing" }, { state: "issued" }]);
  const { context, azure } = await world(sampleCluster(), { settings, vaults });
  await createCertificates.run(context, signal);
  assert.deepEqual(ordered, [
    { name: `${id}-apiserver`, dnsName: "api.c1.eastus.aroapp.test", commonName: "api.c1.eastus.aroapp.test" },
    { name: `${id}-ingress`, dnsName: "*.apps.c1.eastus.aroapp.test", commonName: "*.apps.c1.eastus.aroapp.test" },
  ]);
  assert.deepEqual(looks, [`${id}-apiserver`, `${id}-apiserver`, `${id}-ingress`, `${id}-ingress`]);
  assert.deepEqual(azure.clock.sleeps, [10_000, 10_000]);
});

test("a name too long for a common name stands among the alternative ones only (spec 03 §10.4)", () => {
  const long = `*.apps.${"c".repeat(50)}.eastus.aroapp.io`;
  assert.equal(commonNameOf(long, "eastus.aroapp.io"), "reserved.aroapp.io");
  assert.equal(commonNameOf(long, "region.example"), "reserved.region.example");
  assert.equal(commonNameOf("api.c1.eastus.aroapp.io", "eastus.aroapp.io"), "api.c1.eastus.aroapp.io");
});

test("an authority that tries again is waited for; one that refuses, or takes a quarter of an hour, ends the create", async () => {
  const mayPass = { state: "failed", mayPass: true, reason: "[Status:FailedCanRetry] busy" } as const;
  const there = await world(sampleCluster(), { settings, vaults: vault([mayPass, { state: "issued" }]).vaults });
  await createCertificates.run(there.context, signal);
  for (const { course, sleeps, word } of [
    { course: [{ state: "failed", mayPass: false, reason: "policy" }], sleeps: 0, word: /could not be issued: policy/ },
    { course: [{ state: "issuing" }], sleeps: 90, word: /was not issued in time/ },
    { course: [mayPass], sleeps: 90, word: /was not issued in time/ },
  ] as const) {
    const { context, azure } = await world(sampleCluster(), { settings, vaults: vault(course).vaults });
    await assert.rejects(createCertificates.run(context, signal), (thrown: unknown) => {
      assert.ok(thrown instanceof CloudError);
      assert.deepEqual([thrown.status, thrown.body.code], [500, "DeploymentFailed"]);
      assert.match(thrown.body.message, word);
      return true;
    });
    assert.equal(azure.clock.sleeps.length, sleeps);
  }
});

test("a customer's own domain, and a service told not to, have no such certificates (spec 03 §10.4)", async () => {
  const own = sampleCluster(({ clusterProfile }) => {
    clusterProfile.domain = "openshift.example.com";
  });
  const full = sampleCluster(({ clusterProfile }) => {
    clusterProfile.domain = "c1.eastus.aroapp.test";
  });
  const off = { ...settings, features: new Set(["DisableSignedCertificates"]) };
  for (const step of [
    createCertificates,
    configureAPIServerCertificate,
    configureIngressCertificate,
    correctCertificateIssuer,
  ]) {
    assert.equal(step.appliesTo?.((await world(sampleCluster(), { settings })).context), true);
    assert.equal(step.appliesTo?.((await world(full, { settings })).context), true);
    assert.equal(step.appliesTo?.((await world(own, { settings })).context), false);
    assert.equal(step.appliesTo?.((await world(sampleCluster(), { settings: off })).context), false);
  }
});

test("the issuer of both is corrected, and not waited for (spec 03 §10.4)", async () => {
  const { vaults, corrected, looks } = vault();
  const { context } = await world(sampleCluster(), { settings, vaults });
  await correctCertificateIssuer.run(context, signal);
  assert.deepEqual([corrected, looks], [[`${id}-apiserver`, `${id}-ingress`], []]);
});

test("one that somebody has deleted is ordered again by the next update, what the vault keeps of it purged first", async () => {
  const { vaults, corrected, looks, purged } = vault(undefined, "", { orders: ["kept", "kept", "ordered"] });
  const { context, azure } = await world(sampleCluster(), { settings, vaults });
  await correctCertificateIssuer.run(context, signal);
  assert.deepEqual(purged, [`${id}-apiserver`, `${id}-apiserver`]);
  assert.deepEqual([looks, corrected], [[`${id}-apiserver`], [`${id}-ingress`]]);
  assert.deepEqual(azure.clock.sleeps, [10_000, 10_000]);
  const kept = vault(undefined, "", { orders: ["kept"], purges: "kept" });
  const other = await world(sampleCluster(), { settings, vaults: kept.vaults });
  await assert.rejects(
    correctCertificateIssuer.run(other.context, signal),
    /was deleted, and the vault keeps its name/,
  );
});

let plane: ClusterPlane;
let bundle: string;
before(async () => {
  plane = await clusterPlane();
  const now = systemClock.now();
  const wanted = { commonName: "api.c1.eastus.aroapp.test", usage: "server", key: "rsa", notBefore: now } as const;
  const { certificate, key } = await issue({ ...wanted, notAfter: now + 86_400_000 }, systemRandom);
  bundle = `${certificate}${key}`;
});
after(() => plane[Symbol.asyncDispose]());

const textOf = (secret: KubernetesObject, key: string) =>
  Buffer.from((secret as KubernetesSecret).data?.[key] ?? "", "base64").toString("utf8");

for (const { step, name, kind, object, namespaces, set, before: former, wanted } of [
  {
    step: configureAPIServerCertificate,
    name: `${id}-apiserver`,
    kind: kinds.APIServer,
    object: { name: "cluster" },
    namespaces: ["openshift-config", "openshift-azure-operator"],
    set: "servingCerts",
    before: {
      audit: { profile: "Default" },
      servingCerts: { namedCertificates: [{ names: ["customers.example"], servingCertificate: { name: "theirs" } }] },
    },
    wanted: {
      namedCertificates: [{ names: ["api.c1.eastus.aroapp.test"], servingCertificate: { name: `${id}-apiserver` } }],
    },
  },
  {
    step: configureIngressCertificate,
    name: `${id}-ingress`,
    kind: kinds.IngressController,
    object: { name: "default", namespace: "openshift-ingress-operator" },
    namespaces: ["openshift-ingress", "openshift-azure-operator"],
    set: "defaultCertificate",
    before: { replicas: 2 },
    wanted: { name: `${id}-ingress` },
  },
] as const)
  test(`${step.name} brings the certificate as a secret, and names it, once (spec 03 §10.4)`, async () => {
    for (const namespace of ["openshift-config", "openshift-azure-operator", "openshift-ingress"])
      if ((await plane.client.get(kinds.Namespace, { name: namespace }, plane.signal)) === undefined)
        await plane.have({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await plane.have({ apiVersion: kind.apiVersion, kind: kind.kind, metadata: { ...object }, spec: { ...former } });
    const { context } = await plane.worldOf(sampleCluster(), { settings, vaults: vault([], bundle).vaults });
    const namespace = "namespace" in object ? object.namespace : undefined;
    await runStep(step, context);
    const once = await plane.read(kind, object.name, namespace);
    assert.deepEqual(once["spec"], { ...(once["spec"] as object), ...former, [set]: wanted });
    for (const place of namespaces) {
      const secret = await plane.read(kinds.Secret, name, place);
      assert.equal((secret as KubernetesSecret).type, "kubernetes.io/tls");
      assert.match(textOf(secret, "tls.crt"), /^-----BEGIN CERTIFICATE-----/);
      assert.match(textOf(secret, "tls.key"), /^-----BEGIN PRIVATE KEY-----/);
    }
    await runStep(step, context);
    const twice = await plane.read(kind, object.name, namespace);
    assert.equal(twice.metadata.resourceVersion, once.metadata.resourceVersion);
  });

test("one that was deleted since it was issued is ordered again where it is needed", async () => {
  const { vaults, ordered, looks } = vault(undefined, bundle, { orders: ["kept", "ordered"] });
  const { context } = await plane.worldOf(sampleCluster(), { settings, vaults });
  await runStep(configureAPIServerCertificate, context);
  assert.deepEqual([ordered.length, looks], [2, [`${id}-apiserver`]]);
});

test("a certificate that the vault does not have is told by name", async () => {
  const { context } = await plane.worldOf(sampleCluster(), { settings, vaults: vault().vaults });
  await assert.rejects(runStep(configureAPIServerCertificate, context), new RegExp(`no certificate ${id}-apiserver`));
});
