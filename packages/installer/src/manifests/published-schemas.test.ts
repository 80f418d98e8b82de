import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeKeys, startControlPlane } from "@aro/control-plane";
import { connect } from "@aro/kubernetes";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { parse } from "yaml";
import type { InstallFacts } from "../cluster/facts.ts";
import { installConfig } from "../install-config/install-config.ts";
import { paperCertificates, paperSecrets } from "../testing/paper-certificates.ts";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { allManifests } from "./all-manifests.ts";
import type { KubeObject } from "./kube-object.ts";

const folder = join(import.meta.dirname, "../../../../../shared/data/crds/openshift");
const skip = existsSync(folder) ? false : `the published definitions are not at ${folder}`;

type Definition = { spec: { group: string; names: { kind: string; plural: string }; scope: string } };

/** Definitions of the kinds that `objects` are of; of several the last, which is the default feature set. */
function definitionsFor(objects: readonly KubeObject[]): Map<string, Definition> {
  const found = new Map<string, Definition>();
  for (const file of readdirSync(folder).toSorted()) {
    const definition = parse(readFileSync(join(folder, file), "utf8")) as Definition;
    const { group, names } = definition.spec;
    const key = `${group}/${names.kind}`;
    if (objects.some(({ apiVersion, kind }) => `${apiVersion.split("/")[0]}/${kind}` === key))
      found.set(key, definition);
  }
  return found;
}

function manifestsOf(change: Partial<InstallFacts>): KubeObject[] {
  const facts = sampleFacts(change);
  const files = allManifests(facts, installConfig(facts), paperCertificates(), paperSecrets);
  return files.flatMap(({ objects }) => objects);
}

const pluralOf: Readonly<Record<string, string>> = {
  ConfigMap: "configmaps",
  Secret: "secrets",
  Namespace: "namespaces",
  Service: "services",
  Role: "roles",
  RoleBinding: "rolebindings",
};

/** Kinds of which no definition is published, and which are not judged here therefore. */
const unpublished: ReadonlySet<string> = new Set(["imageregistry.operator.openshift.io/Config"]);

/** Where objects of that kind are made. */
function pathOf({ apiVersion, kind, metadata }: KubeObject, definitions: Map<string, Definition>): string {
  const definition = definitions.get(`${apiVersion.split("/")[0]}/${kind}`);
  const plural = definition?.spec.names.plural ?? pluralOf[kind];
  assert.ok(plural, `neither a published definition nor a kind of Kubernetes itself: ${apiVersion} ${kind}`);
  const namespace = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
  return `${apiVersion.includes("/") ? "/apis" : "/api"}/${apiVersion}${namespace}/${plural}`;
}

const gateway = sampleCluster(({ networkProfile, clusterProfile, ingressProfiles, masterProfile }) => {
  Object.assign(networkProfile, { mtuSize: 3900, gatewayPrivateEndpointIp: "10.0.0.9" });
  Object.assign(masterProfile, { encryptionAtHost: "Enabled" });
  Object.assign(ingressProfiles[0] ?? {}, { visibility: "Private" });
  clusterProfile.fipsValidatedModules = "Enabled";
});
const cases: readonly (readonly [string, Partial<InstallFacts>])[] = [
  ["a public cluster", {}],
  [
    "a private one without zones, with a gateway, large frames and validated modules, in a cloud of its own",
    {
      cluster: gateway,
      controlPlane: { vmSize: "Standard_D8s_v5", zones: [], acceleratedNetworking: false },
      cloud: { ...sampleFacts().cloud, name: "Elsewhere", resourceManager: "https://arm.elsewhere" },
    },
  ],
];

for (const [what, change] of cases)
  test(`every manifest of ${what} is valid by the published definitions, without an unknown member`, {
    skip,
  }, async () => {
    const all = manifestsOf(change);
    const objects = all.filter(({ apiVersion, kind }) => !unpublished.has(`${apiVersion.split("/")[0]}/${kind}`));
    const definitions = definitionsFor(objects);
    const keys = await makeKeys(["127.0.0.1"], clock, random);
    const log = createLog({ service: "test", level: "error" });
    await using plane = await startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
    const { certificate: cert, key } = await plane.identity({ name: "installer", groups: ["system:masters"] });
    const access = { server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" };
    await using connection = connect(access, "test");
    const make = (path: string, body: unknown) =>
      connection.send(
        { method: "POST", path, query: { fieldValidation: "Strict" }, body },
        AbortSignal.timeout(10_000),
      );
    for (const definition of definitions.values())
      await make("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    for (const name of namespaces)
      if (name !== "kube-system" && name !== "openshift-ingress")
        await make("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    const refused: string[] = [];
    for (const object of objects)
      await make(pathOf(object, definitions), object).catch((error: Error) =>
        refused.push(`${object.kind}/${object.metadata.name}: ${error.message}`),
      );
    assert.deepEqual(refused, []);
    assert.ok(objects.length > 40 && all.length - objects.length <= 1, `${objects.length} of ${all.length}`);
  });
