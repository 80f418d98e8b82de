import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clusters } from "./clusters/family.ts";
import { families } from "./families.ts";
import type { Line } from "./line.ts";

/*
 * What of `npm run clients` is part of `npm test`: each kind of client that is here signs in and takes some resources through their lives.
 */
describe("unmodified clients, with no resource provider behind the emulated Azure", { concurrency: 2 }, () => {
  for (const family of families.filter((one) => one !== clusters)) {
    const found = family.look();
    test(`${family.name}: sign in, groups`, { skip: "absent" in found ? found.absent : false }, async () => {
      const lines: Line[] = [];
      await family.run("sample", (line) => lines.push(line));
      assert.deepEqual(
        lines.filter(({ outcome }) => outcome !== "passed"),
        [],
      );
      assert.ok(lines.length >= 6, `${lines.length} lines`);
    });
  }
});
