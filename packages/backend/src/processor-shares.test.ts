import assert from "node:assert/strict";
import { test } from "node:test";
import { ProcessorShares } from "./processor-shares.ts";

test("processor time is an operation's own while it runs alone, and divided while several do", () => {
  let spent = 5;
  const shares = new ProcessorShares(() => spent);
  const one = shares.begin();
  spent += 2;
  const other = shares.begin();
  spent += 4;
  assert.equal(one.end(), 4);
  spent += 1;
  assert.equal(other.end(), 3);
  spent += 9;
  const later = shares.begin();
  assert.equal(later.end(), 0, "what nobody ran for is nobody's");
});
