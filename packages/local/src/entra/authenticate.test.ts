import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { issuer } from "./access-token.ts";
import { readCaller } from "./authenticate.ts";
import { openVerifiedTokens } from "./verified-tokens.ts";

const base = "https://localhost:1";
const tenantId = "11111111-1111-1111-1111-111111111111";

test("a caller whose token was good is known again, for what it is for and until it is over", async () => {
  const clock = manualClock(1_000_000);
  const claims = { tid: tenantId, iss: issuer(base, tenantId, 1), aud: `${base}/`, exp: 2_000, oid: "o", appid: "a" };
  let read = 0;
  const tokens = {
    ...openVerifiedTokens(""),
    read: () => {
      read++;
      return { header: {}, claims, signed: "", signature: Buffer.alloc(0) };
    },
  };
  const signing = { certificate: "", key: "" } as Parameters<typeof readCaller>[2]["signing"];
  const ask = (audience: string) => readCaller("Bearer t", audience, { base, tenantId, signing, tokens, clock });
  const codeOf = (outcome: ReturnType<typeof ask>) => ("code" in outcome ? outcome.code : outcome.principal.objectId);
  assert.deepEqual([codeOf(ask(base)), codeOf(ask(base)), read], ["o", "o", 1]);
  assert.equal(codeOf(ask(`${base}/graph`)), "InvalidAuthenticationTokenAudience");
  // A name that only begins like what the token is for is another.
  assert.equal(codeOf(ask(`${base}0`)), "InvalidAuthenticationTokenAudience");
  await clock.advance(1_300_000);
  assert.equal(codeOf(ask(base)), "ExpiredAuthenticationToken");
});
