import assert from "node:assert/strict";
import { test } from "node:test";
import { contract20250725 } from "../2025-07-25/contract.ts";
import { typeFindings } from "./type-check.ts";

const check = (body: unknown) =>
  typeFindings(contract20250725.validate, contract20250725.shape, body).map(({ code, target, message }) => ({
    code,
    target,
    message,
  }));
const targets = (body: unknown) => check(body).map(({ target }) => target);

test("a member of the wrong type is named as ARM names paths (ARM-PUT-10)", () => {
  assert.deepEqual(targets({ properties: { workerProfiles: [{ name: "worker", count: "3" }] } }), [
    "properties.workerProfiles['worker'].count",
  ]);
  assert.deepEqual(targets({ properties: { workerProfiles: [{}, { count: [] }] } }), [
    "properties.workerProfiles[1].count",
  ]);
  assert.deepEqual(targets({ properties: { workerProfiles: ["x"] } }), ["properties.workerProfiles[0]"]);
  assert.deepEqual(targets({ tags: { "a/b~c": 1 } }), ['tags["a/b~c"]']);
  assert.deepEqual(targets({ identity: { userAssignedIdentities: { "/x": { clientId: 1 } } } }), [
    'identity.userAssignedIdentities["/x"].clientId',
  ]);
});

test("the message says what was expected and found, not the value (ARM-HDR-11)", () => {
  assert.deepEqual(check({ location: 12345 }), [
    {
      code: "InvalidRequestContent",
      target: "location",
      message:
        "The value of 'location' must be a string, but it is a whole number. Correct it and send the request again.",
    },
  ]);
});

test("whole numbers have 32 bits (ARM-PUT-10)", () => {
  const counted = (count: unknown) => targets({ properties: { workerProfiles: [{ count }] } });
  assert.deepEqual(counted(2 ** 31 - 1), []);
  assert.deepEqual(counted(-(2 ** 31)), []);
  for (const count of [2 ** 31, 1.5, Number.POSITIVE_INFINITY])
    assert.deepEqual(counted(count), ["properties.workerProfiles[0].count"]);
});

test("null is of every type, unknown members of any, and names are exact (spec 01 §1.4)", () => {
  assert.deepEqual(
    targets({ properties: null, tags: { a: null }, novelty: 1, Location: 2, identity: { type: null } }),
    [],
  );
});

test("every fault is told at once (ARM-ERR-04)", () =>
  assert.equal(check({ location: 1, tags: 2, properties: { clusterProfile: 3 } }).length, 3));
