import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest.ts";

const names = ["createDNS", "deleteDNS", "attachNSGs", "ensureResourceGroup", "deleteResourceGroup", "rp", "dns"];

test("what differs by a few letters, a swap or its case is near, the nearest first", () => {
  assert.deepEqual(nearest("createDSN", names), ["createDNS"]);
  assert.deepEqual(nearest("CREATEDNS", names)[0], "createDNS");
  assert.deepEqual(nearest("atachNSG", names), ["attachNSGs"]);
  assert.deepEqual(nearest("pr", names), ["rp"]);
});

test("a part of a name leads to those that contain it", () => {
  assert.deepEqual(nearest("resourcegroup", names), ["ensureResourceGroup", "deleteResourceGroup"]);
});

test("what is like nothing has nothing near it, however long it is", () => {
  assert.deepEqual(nearest("supercalifragilistic", names), []);
  assert.deepEqual(nearest("", names), []);
  assert.deepEqual(nearest("x".repeat(100_000), ["x".repeat(100_000)]), []);
});

test("three are enough", () => {
  assert.equal(nearest("step", ["step1", "step2", "step3", "step4"]).length, 3);
});
