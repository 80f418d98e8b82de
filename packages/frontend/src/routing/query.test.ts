import assert from "node:assert/strict";
import { test } from "node:test";
import { parseQuery } from "./query.ts";

test("names are matched ignoring case; every value is given, in order, whichever query was read before", () => {
  for (const text of ["api-version=1&API-Version=2&x=%zz", "api-version=3", "", "api-version=3", "y=1"]) {
    const wanted = [...new URLSearchParams(text)]
      .filter(([name]) => name.toLowerCase() === "api-version")
      .map(([, value]) => value);
    assert.deepEqual(parseQuery(text).all("Api-Version"), wanted, text);
  }
});
