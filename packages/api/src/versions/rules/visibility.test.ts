import assert from "node:assert/strict";
import { test } from "node:test";
import { isUrl } from "./visibility.ts";

test("what looks like an address is one", () => {
  for (const text of [
    "https://a.example.com/",
    "http://a:8080/b?c#d",
    "https://[::1]:443/",
    "//host/path",
    "path/only",
    "mailto:a@b",
    "https://u:p@h/",
    "https://a/%41",
  ])
    assert.ok(isUrl(text), text);
});

test("control characters, broken escapes and bad ports are not addresses", () => {
  for (const text of [
    "https://a\n",
    "https://a/%",
    "https://a/%4",
    "https://a/%zz",
    "https://a:port/",
    "https://[::1/",
    ":no-scheme",
    "1http://a",
  ])
    assert.ok(!isUrl(text), text);
});
