/** For property tests: bodies that create a cluster, over what may be chosen. */
import fc from "fast-check";
import type { JsonObject } from "../../documents/json.ts";
import type { Contract } from "../contract/contract.ts";
import { bodyOf, edited, sampleBody, sampleSubscription, sampleWorkloadBody } from "./samples.ts";

const onOff = fc.constantFrom("Enabled", "Disabled");
/** Tags that keep ARM's limits. */
export const arbitraryTags = fc.dictionary(
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,5}$/),
  fc.string({ minLength: 1, maxLength: 20 }),
  {
    maxKeys: 5,
  },
);
/** `arbitrary`, or nothing. */
export const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** `base` with each way's value, where there is one. */
export const edit = (
  base: JsonObject,
  edits: readonly (readonly [readonly (string | number)[], unknown])[],
): JsonObject => edits.reduce((body, [way, value]) => (value === undefined ? body : edited(body, way, value)), base);

const p = "properties";
const diskSet = `/subscriptions/${sampleSubscription}/resourceGroups/d/providers/Microsoft.Compute/diskEncryptionSets/s`;

/** Bodies that create a cluster in the newest version. */
export const bodies: fc.Arbitrary<JsonObject> = fc
  .record({
    workload: fc.boolean(),
    tags: maybe(arbitraryTags),
    fips: onOff,
    encryption: onOff,
    set: maybe(fc.constant(diskSet)),
    domain: fc.stringMatching(/^[a-z][a-z0-9]{1,10}(\.[a-z0-9]{1,5})?$/),
    visibility: fc.constantFrom("Public", "Private"),
    ownRouting: fc.boolean(),
    security: maybe(onOff),
    count: fc.integer({ min: 2, max: 50 }),
    disk: fc.integer({ min: 128, max: 4096 }),
    addresses: maybe(fc.integer({ min: 1, max: 20 })),
    version: fc.constantFrom("4.16.30", "4.19.1"),
    upgradeableTo: maybe(fc.constantFrom("4.20.0", "4.20.1-rc.1")),
    pullSecret: maybe(fc.constantFrom("", "{}", '{"auths":{}}')),
  })
  .map((pick) => {
    const routed = pick.ownRouting && pick.visibility === "Private";
    return edit(pick.workload ? sampleWorkloadBody() : sampleBody(), [
      [["tags"], pick.tags],
      [[p, "clusterProfile", "fipsValidatedModules"], pick.fips],
      [[p, "clusterProfile", "domain"], pick.domain],
      [[p, "clusterProfile", "version"], pick.version],
      [[p, "clusterProfile", "pullSecret"], pick.pullSecret],
      [[p, "masterProfile", "encryptionAtHost"], pick.encryption],
      [[p, "masterProfile", "diskEncryptionSetId"], pick.set],
      [[p, "workerProfiles", 0, "diskEncryptionSetId"], pick.set],
      [[p, "workerProfiles", 0, "count"], pick.count],
      [[p, "workerProfiles", 0, "diskSizeGB"], pick.disk],
      [[p, "apiserverProfile", "visibility"], pick.visibility],
      [[p, "ingressProfiles", 0, "visibility"], pick.visibility],
      [[p, "networkProfile", "preconfiguredNSG"], pick.security],
      [[p, "networkProfile", "outboundType"], routed ? "UserDefinedRouting" : undefined],
      [
        [p, "networkProfile", "loadBalancerProfile", "managedOutboundIps", "count"],
        routed ? undefined : pick.addresses,
      ],
      [[p, "platformWorkloadIdentityProfile", "upgradeableTo"], pick.workload ? pick.upgradeableTo : undefined],
    ]);
  });

/** Bodies that create a cluster in `contract`'s version. */
export const bodiesOf = (contract: Contract): fc.Arbitrary<JsonObject> =>
  bodies
    .filter((body) => !("identity" in body) || "identity" in contract.shape.properties)
    .map((body) => bodyOf(contract, body));
