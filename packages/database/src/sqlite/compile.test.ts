import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { afterPrefix } from "./compile.ts";

test("a text starts with a prefix exactly when it stands between the prefix and what comes after it", () => {
  const unit = fc.constantFrom("a", "b", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}", "\u{10fffe}");
  const text = fc.string({ unit, maxLength: 4 });
  const before = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const end = afterPrefix(prefix);
      const within = !before(other, prefix) && (end === undefined || before(other, end));
      assert.equal(within, other.startsWith(prefix));
    }),
    { numRuns: 2000 },
  );
});

test("only texts of the highest character alone, and the empty one, have nothing after them", () => {
  assert.equal(afterPrefix(""), undefined);
  assert.equal(afterPrefix("\u{10ffff}\u{10ffff}"), undefined);
  assert.equal(afterPrefix("a\u{10ffff}"), "b");
});
