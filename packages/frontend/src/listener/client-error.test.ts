import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { manualClock, seededRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { clientErrors } from "./client-error.ts";

/** What is written to a connection that `code` befell, and whether it is closed. */
async function after(code: string, isBusy = false) {
  const socket = new PassThrough();
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => void chunks.push(chunk));
  const ended = new Promise((resolve) => socket.once("close", resolve).once("end", resolve));
  const refuse = clientErrors({ clock: manualClock(0), random: seededRandom(1), log: silentLog, isBusy: () => isBusy });
  refuse(Object.assign(new Error(code), { code }), socket as unknown as Socket);
  await ended;
  return { text: Buffer.concat(chunks).toString(), destroyed: socket.destroyed };
}

test("a connection whose handshake does not come to its end is closed, and not left waiting to say so", async () => {
  for (const code of ["ERR_TLS_HANDSHAKE_TIMEOUT", "ERR_SSL_HTTP_REQUEST", "ERR_SSL_WRONG_VERSION_NUMBER"])
    assert.deepEqual(await after(code), { text: "", destroyed: true }, code);
});

test("bytes that are no HTTP are answered in the envelope, unless an earlier request waits for its answer (ARM-HDR-01, ARM-ERR-08)", async () => {
  assert.match(
    (await after("HPE_INVALID_METHOD")).text,
    /^HTTP\/1\.1 400 [\s\S]*x-ms-request-id: [\s\S]*"InvalidRequestContent"/,
  );
  assert.match((await after("HPE_HEADER_OVERFLOW")).text, /^HTTP\/1\.1 431 /);
  assert.match((await after("ERR_HTTP_REQUEST_TIMEOUT")).text, /^HTTP\/1\.1 408 /);
  assert.deepEqual(await after("HPE_INVALID_METHOD", true), { text: "", destroyed: true });
});
