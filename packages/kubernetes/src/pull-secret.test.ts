import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedPullSecrets, registryAuth } from "./pull-secret.ts";

const one = (text: string | undefined) => ({ what: "the customer's", text });

test("for one registry the later wins, and what others know of an entry stays (spec 03 §17)", () => {
  const joined = joinedPullSecrets([
    one('{"auths":{"quay.io":{"auth":"1","email":"kept"},"own.io":{"auth":"2"}},"ignored":true}'),
    one(undefined),
    one(" "),
    one("{}"),
    one(JSON.stringify({ auths: { "own.io": registryAuth("token-1", "pw") } })),
  ]);
  assert.deepEqual(joined, {
    auths: { "quay.io": { auth: "1", email: "kept" }, "own.io": { auth: "dG9rZW4tMTpwdw==" } },
  });
});

test("what is no pull secret is named, and its text not told", () => {
  for (const text of ["hunter2", "[]", "null", '"hunter2"', '{"auths":"hunter2"}', '{"auths":["hunter2"]}'])
    assert.throws(
      () => joinedPullSecrets([one("{}"), one(text)]),
      (thrown: unknown) => {
        assert.ok(thrown instanceof Error);
        assert.equal(thrown.message, 'the customer\'s is not JSON of the form {"auths": {…}}');
        return true;
      },
    );
});
