import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { rpFlags } from "./rp-flags.ts";

test("the launcher starts the service with the flags that local mode starts it with", () => {
  const launcher = readFileSync(join(import.meta.dirname, "../../../aro"), "utf8");
  assert.match(launcher, new RegExp(`rp\\) set -- ${rpFlags.join(" ")} `));
});
