import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "@aro/api";
import { plainSealer } from "../testing/world.ts";
import { openGraph } from "./graph.ts";

test("keys that somebody has removed since the install are told as that, with what leads on", () => {
  assert.throws(
    () => openGraph(undefined, plainSealer),
    (error) => error instanceof CloudError && /not there any more .* delete it and create it anew/.test(error.message),
  );
});
