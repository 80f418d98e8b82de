import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { readPointer } from "../azure/ignition-pointer.ts";
import { readAssets } from "./assets.ts";
import { readDataUrl, readIgnition } from "./ignition.ts";

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

test("files of an Ignition config are read from data URLs, encoded, plain and compressed", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
      assert.equal(readDataUrl(`data:;base64,${base64(Buffer.from(text))}`), text);
      assert.equal(readDataUrl(`data:text/plain;base64,${base64(gzipSync(text))}`, "gzip"), text);
      assert.equal(readDataUrl(`data:,${encodeURIComponent(text.toWellFormed())}`), text.toWellFormed());
    }),
  );
  const read = readIgnition(
    JSON.stringify({
      ignition: { version: "3.2.0" },
      storage: { files: [{ path: "/a", contents: { source: "data:,x" }, append: [{ source: "data:,y" }] }] },
    }),
  );
  assert.deepEqual("files" in read && [...read.files], [["/a", "xy"]]);
});

test("what is no Ignition config of this kind is named", () => {
  const problem = (text: string) => {
    const read = readIgnition(text);
    return "problem" in read ? read.problem : "";
  };
  assert.match(problem("<html>"), /not valid JSON/);
  assert.match(problem('{"ignition":{"version":"2.1.0"}}'), /unsupported config version "2\.1\.0"/);
  assert.match(
    problem('{"ignition":{"version":"3.2.0"},"storage":{"files":[{"path":"/a","contents":{"source":"https://x"}}]}}'),
    /\/a is no data URL/,
  );
  assert.equal(readAssets(new Map()), "tls/root-ca.crt is missing");
});

test("custom data tells a bootstrap machine from members, and both from other machines", () => {
  const ignition = (config: object) => encoded({ ignition: { version: "3.2.0", config } });
  assert.deepEqual(readPointer(ignition({ replace: { source: "https://a.blob/x" } })), {
    kind: "bootstrap",
    source: "https://a.blob/x",
  });
  assert.deepEqual(readPointer(ignition({ merge: [{ source: "https://10.0.0.4:22623/config/master" }] })), {
    kind: "member",
    host: "10.0.0.4",
    port: 22_623,
    role: "master",
  });
  assert.equal(readPointer(encoded({ "cloud-init": true })), undefined);
  assert.equal(readPointer("e30="), undefined);
  assert.equal(readPointer("###"), undefined);
});
