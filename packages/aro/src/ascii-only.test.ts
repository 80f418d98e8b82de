import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiOnly } from "./ascii-only.ts";

test("a locale of another encoding is one of ASCII; no locale at all is none, and LC_ALL comes before LANG", () => {
  for (const environment of [{ LANG: "C" }, { LC_ALL: "POSIX", LANG: "en_US.UTF-8" }, { LC_CTYPE: "de_DE.ISO-8859-1" }])
    assert.equal(asciiOnly(environment), true, JSON.stringify(environment));
  for (const environment of [{}, { LANG: "" }, { LANG: "en_US.UTF-8" }, { LC_ALL: "C.utf8", LANG: "C" }])
    assert.equal(asciiOnly(environment), false, JSON.stringify(environment));
});
