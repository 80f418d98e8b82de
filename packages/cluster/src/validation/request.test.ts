import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "@aro/api";
import { silentLog } from "@aro/telemetry";
import { validateZones } from "../install/validate-zones.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { ampleSubscription, type Subscription } from "../testing/subscription-answers.ts";
import { world } from "../testing/world.ts";
import { validateRequest } from "./validate-request.ts";

const { signal } = new AbortController();

async function found(
  change: (subscription: Subscription) => void,
  properties?: Parameters<typeof sampleCluster>[0],
): Promise<Finding[]> {
  const subscription = ampleSubscription();
  change(subscription);
  const cluster = sampleCluster(properties);
  const { context } = await world(cluster, { subscription });
  return validateRequest({ cluster, clients: context.azure.clients, log: silentLog, expandedZones: false }, signal);
}

const masterSize = "properties.masterProfile.VMSize";
const workerSize = "properties.workerProfiles[0].VMSize";
const large = "Standard_D8s_v5";
const small = "Standard_D4s_v5";
const enabled: Parameters<typeof sampleCluster>[0] = ({ masterProfile }) => {
  masterProfile.encryptionAtHost = "Enabled";
};

const faults: Readonly<
  Record<
    string,
    {
      change: (subscription: Subscription) => void;
      properties?: Parameters<typeof sampleCluster>[0];
      tells: readonly (readonly [string, string | undefined, RegExp])[];
    }
  >
> = {
  "a size that is not offered": {
    change: ({ sizes }) => delete sizes[small],
    tells: [["InvalidParameter", workerSize, /'Standard_D4s_v5' is not offered in 'eastus'. Choose another/]],
  },
  "a size that the subscription may not have": {
    change: ({ sizes }) => Object.assign(sizes[large] ?? {}, { restriction: "NotAvailableForSubscription" }),
    tells: [["InvalidParameter", masterSize, /restricted in 'eastus' for this subscription \(NotAvailable/]],
  },
  "sizes of which one is in zones": {
    change: ({ sizes }) => Object.assign(sizes[small] ?? {}, { zones: [] }),
    tells: [["InvalidParameter", workerSize, /Masters are in zones and workers are not in eastus: choose sizes/]],
  },
  "a size that is in two zones": {
    change: ({ sizes }) => Object.assign(sizes[large] ?? {}, { zones: ["1", "2"] }),
    tells: [["InvalidParameter", masterSize, /offered in 2 zones of eastus \(1, 2\), and three are needed/]],
  },
  "encryption at host without the feature, of a size that cannot": {
    change: ({ sizes }) => Object.assign(sizes[large] ?? {}, { encryptionAtHost: false }),
    properties: enabled,
    tells: [
      ["InvalidParameter", "properties.masterProfile.encryptionAtHost", /cannot encrypt disks on the host/],
      ["InvalidParameter", "properties.masterProfile.encryptionAtHost", /not registered for the feature.*az feature/],
    ],
  },
  "cores that are used up": {
    change: ({ compute }) => Object.assign(compute["standardDSv5Family"] ?? {}, { limit: 100, used: 60 }),
    tells: [
      [
        "ResourceQuotaExceeded",
        masterSize,
        /needs 44 of 'Count of standardDSv5Family' .* of the subscription's 100 are 40 left. Ask for more quota/,
      ],
    ],
  },
  "machines, disks and addresses that are used up": {
    change: ({ compute, network }) => {
      for (const [counted, limit] of [
        [compute["virtualMachines"], 6],
        [compute["PremiumDiskCount"], 6],
        [network["PublicIPAddresses"], 2],
      ] as const)
        Object.assign(counted ?? {}, { limit });
    },
    tells: [
      ["ResourceQuotaExceeded", masterSize, /needs 7 of 'Count of virtualMachines'/],
      ["ResourceQuotaExceeded", masterSize, /needs 7 of 'Count of PremiumDiskCount'/],
      ["ResourceQuotaExceeded", "properties.networkProfile", /needs 3 of 'Count of PublicIPAddresses'/],
    ],
  },
  "providers that are not registered": {
    change: ({ providers }) =>
      Object.assign(providers, { "Microsoft.Compute": "NotRegistered", "Microsoft.Storage": "Unregistered" }),
    tells: [
      ["ResourceProviderNotRegistered", undefined, /az provider register --namespace Microsoft.Compute --wait/],
      ["ResourceProviderNotRegistered", undefined, /az provider register --namespace Microsoft.Storage --wait/],
    ],
  },
};

for (const [what, { change, properties, tells }] of Object.entries(faults))
  test(`${what}: told with code, place and what to do (spec 03 §11.7)`, async () => {
    const findings = await found(change, properties);
    assert.deepEqual(
      findings.map(({ code, target }) => [code, target]),
      tells.map(([code, target]) => [code, target]),
      JSON.stringify(findings),
    );
    for (const [index, [, , words]] of tells.entries()) assert.match(findings[index]?.message ?? "", words);
  });

test("where there is room for everything nothing is said", async () => {
  assert.deepEqual(await found(() => {}), []);
  assert.deepEqual(
    await found(({ features }) => {
      features["EncryptionAtHost"] = "Registered";
    }, enabled),
    [],
  );
});

test("what an earlier attempt has made is not counted twice", async () => {
  const tight = ({ compute }: Subscription) => void Object.assign(compute["cores"] ?? {}, { limit: 10, used: 9 });
  assert.equal((await found(tight)).length, 1);
  assert.deepEqual(
    await found(tight, (properties) => {
      properties.infraId = "i";
    }),
    [],
  );
});

test("what Azure does not answer stands in nobody's way, and the rest is told all the same", async () => {
  const subscription = { ...ampleSubscription(), providers: { "Microsoft.Network": "NotRegistered" } };
  const cluster = sampleCluster();
  const { azure, context } = await world(cluster, { subscription });
  azure.arm.intercept = ({ path }) =>
    path.endsWith("/usages")
      ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "m" } } }
      : undefined;
  const validation = { cluster, clients: context.azure.clients, log: silentLog, expandedZones: false };
  assert.deepEqual(
    (await validateRequest(validation, signal)).map(({ code }) => code),
    ["ResourceProviderNotRegistered"],
  );
});

test("the cluster's zones are written down, sorted; none where sizes have none (spec 03 §8.2)", async () => {
  for (const [zones, expected] of [
    [
      ["2", "4", "1", "3"],
      ["1", "2", "3"],
    ],
    [[], []],
  ] as const) {
    const subscription = ampleSubscription();
    for (const size of Object.values(subscription.sizes)) size.zones = [...zones];
    const { context, run } = await world(sampleCluster(), { subscription });
    assert.ok(validateZones.kind === "once");
    await validateZones.run(context, signal);
    assert.deepEqual(run.document.openShiftCluster.properties.zones, expected);
  }
});
