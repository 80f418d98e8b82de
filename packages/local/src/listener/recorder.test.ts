import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Wall, WallRequest } from "../wall/wall.ts";
import { openRecorder } from "./recorder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const request = (method: string, body = ""): WallRequest => ({
  method,
  url: new URL("https://arm.test/subscriptions/s?api-version=1"),
  headers: {},
  body: bytes(body),
  signal: new AbortController().signal,
});

test("what passes a wall is written down, a line each, for its owner alone; what gets no answer is not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "recorder-"));
  try {
    const wall: Wall = async ({ method }) => {
      if (method === "DELETE") throw new Error("cut");
      return { status: 200, headers: { a: "b" }, body: bytes(method === "GET" ? "" : "{}") };
    };
    const file = join(folder, "deep/one.jsonl");
    for (const method of ["GET", "PUT"]) {
      using recorder = openRecorder(join(folder, "deep"), "one");
      const recorded = recorder.around(wall);
      assert.equal((await recorded(request(method, method === "PUT" ? "[1]" : ""))).status, 200);
      await assert.rejects(recorded(request("DELETE")), /cut/);
    }
    const lines = () => (existsSync(file) ? readFileSync(file, "utf8") : "").split("\n").filter((line) => line !== "");
    for (let waited = 0; waited < 100 && lines().length < 2; waited++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const url = "/subscriptions/s?api-version=1";
    // Two recorders of one file, each of which writes when the disk is ready for it.
    assert.deepEqual(
      lines()
        .map((line) => JSON.parse(line))
        .toSorted((one, other) => one.method.localeCompare(other.method)),
      [
        { method: "GET", url, status: 200, headers: { a: "b" } },
        { method: "PUT", url, request: "[1]", status: 200, headers: { a: "b" }, response: "{}" },
      ],
    );
    assert.equal(statSync(file).mode & 0o777, 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
