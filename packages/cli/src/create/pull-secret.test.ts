import assert from "node:assert/strict";
import { test } from "node:test";
import { paperWorld } from "../testing/world.ts";
import { readPullSecret } from "./pull-secret.ts";

const secret = '{"auths":{"quay.io":{"auth":"aGVsbG8="}}}';

test("a pull secret is read from @FILE, from a file's name, or is the text itself", async () => {
  const world = paperWorld({ files: { "pull.txt": `${secret}\n` } });
  assert.equal(await readPullSecret(world, "@pull.txt"), secret);
  assert.equal(await readPullSecret(world, "pull.txt"), secret);
  assert.equal(await readPullSecret(world, secret), secret);
});

test("what is no JSON object is refused, and the refusal never shows it", async () => {
  const world = paperWorld({ files: { a: "aGVsbG8=", b: "[1]", c: '{"auth":' } });
  for (const name of ["a", "b", "c"])
    await assert.rejects(readPullSecret(world, `@${name}`), (error: Error) => {
      assert.match(error.message, /--pull-secret: not a JSON object/);
      assert.doesNotMatch(error.message, /aGVsbG8|\[1\]|auth/);
      return true;
    });
  const long = "aGVsbG8".repeat(20);
  await assert.rejects(readPullSecret(world, long), (error: Error) => !error.message.includes("aGVsbG8"));
});
