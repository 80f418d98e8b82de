import assert from "node:assert/strict";
import { test } from "node:test";
import { compareVersions, isStrictVersion, parseVersion } from "./openshift-version.ts";

test("a cluster's version begins with three numbers and may go on", () => {
  assert.deepEqual(parseVersion(" 4.16.30-rc.1 "), { major: 4, minor: 16, patch: 30, suffix: "-rc.1" });
  for (const text of ["", "4.16", "v4.16.1", "latest"]) assert.equal(parseVersion(text), undefined);
});

test("versions are ordered by their numbers, not as text, and the suffix does not count", () => {
  const order = (a: string, b: string) => {
    const [one, other] = [parseVersion(a), parseVersion(b)];
    assert.ok(one && other);
    return Math.sign(compareVersions(one, other));
  };
  assert.equal(order("4.9.0", "4.10.0"), -1);
  assert.equal(order("4.10.2", "4.10.1"), 1);
  assert.equal(order("5.0.0", "4.99.99"), 1);
  assert.equal(order("4.10.1-rc.1", "4.10.1"), 0);
});

test("installs and upgrades are named by whole semantic versions", () => {
  for (const text of ["4.16.30", "4.20.0-rc.1", "4.20.0+build.5", "0.0.0"]) assert.ok(isStrictVersion(text), text);
  for (const text of ["4.16", "v4.16.30", "04.16.30", "4.16.30.1", "4.16.30-", "4.16.30 ", "4.16.x"])
    assert.ok(!isStrictVersion(text), text);
});
