import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { highestFreeAddress, isWithin } from "./highest-free-address.ts";

test("the highest address below the last is taken, then the next free one (spec 03 §8.3)", () => {
  assert.equal(highestFreeAddress("10.0.2.0/24", []), "10.0.2.254");
  assert.equal(highestFreeAddress("10.0.2.0/24", ["10.0.2.254", "10.0.2.253"]), "10.0.2.252");
  assert.equal(highestFreeAddress("10.0.2.0/29", ["10.0.2.6", "10.0.2.5"]), "10.0.2.4");
});

test("the first four addresses and the last are Azure's", () => {
  assert.equal(highestFreeAddress("10.0.2.0/29", ["10.0.2.6", "10.0.2.5", "10.0.2.4"]), undefined);
  assert.equal(highestFreeAddress("10.0.2.0/30", []), undefined);
  assert.equal(highestFreeAddress("10.0.2.5/32", []), undefined);
});

test("what is found is free, inside, and nothing higher is free", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 24, max: 29 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 255 })),
      (third, bits, hosts) => {
        const prefix = `10.1.${third}.0/${bits}`;
        const taken = hosts.map((host) => `10.1.${third}.${host}`);
        const found = highestFreeAddress(prefix, taken);
        const last = 2 ** (32 - bits) - 1;
        const free = Array.from({ length: last + 1 }, (_, host) => host).filter(
          (host) => host >= 4 && host < last && !hosts.includes(host),
        );
        assert.equal(found, free.length === 0 ? undefined : `10.1.${third}.${free.at(-1)}`);
        if (found !== undefined) {
          assert.ok(ipaddr.IPv4.isValid(found));
          assert.ok(isWithin(found, prefix));
        }
      },
    ),
  );
});
