import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linksBeside, nextLink, refererOf } from "./referer.ts";

const referer = (value: string) => refererOf({ referer: value });

describe("links", () => {
  it("keep the query of the Referer, and bring the api-version when it has none (ARM-ASY-03)", () => {
    for (const [from, to] of [
      ["https://arm.example/a/b?api-version=2025-07-25", "https://arm.example/p?api-version=2025-07-25"],
      ["https://arm.example:8443/a?x=1&API-Version=v", "https://arm.example:8443/p?x=1&API-Version=v"],
      ["https://arm.example", "https://arm.example/p?api-version=2025-07-25"],
      ["http://127.0.0.1:80/#f", "http://127.0.0.1/p?api-version=2025-07-25"],
    ] as const)
      assert.equal(linksBeside(referer(from), "2025-07-25")("/p"), to);
  });

  it("carry no user information or fragment", () => {
    assert.equal(
      nextLink(referer("https://user:pass@arm.example/l?a=1#f"), "t"),
      "https://arm.example/l?a=1&%24skipToken=t",
    );
  });

  it("to the next page replace the token of this one, in any casing (ARM-LST-03)", () => {
    const link = new URL(nextLink(referer("https://arm.example/l?$skiptoken=old&%24SkipToken=older&$top=5"), "a+b/c="));
    assert.deepEqual(
      [...link.searchParams],
      [
        ["$top", "5"],
        ["$skipToken", "a+b/c="],
      ],
    );
  });
});
