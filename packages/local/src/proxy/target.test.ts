import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTarget } from "./target.ts";

test("names and addresses with a port are read, in lower case and without the root's dot", () => {
  assert.deepEqual(readTarget("KV.Vault.s.test:443"), { host: "kv.vault.s.test", port: 443 });
  assert.deepEqual(readTarget("a.s.test.:1"), { host: "a.s.test", port: 1 });
  assert.deepEqual(readTarget("10.0.0.4:6443"), { host: "10.0.0.4", port: 6443 });
  assert.deepEqual(readTarget("[FD00::4]:65535"), { host: "fd00::4", port: 65_535 });
});

test("whatever else is no target", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      const target = readTarget(text);
      if (target === undefined) return;
      assert.match(target.host, /^[a-z0-9_.:-]+$/);
      assert.ok(target.port >= 1 && target.port <= 65_535);
    }),
  );
});
