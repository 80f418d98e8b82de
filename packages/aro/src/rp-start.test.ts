import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

test("a service whose listener cannot start ends with status 1, and its backend takes no work (spec 02 §11.1)", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rp-"));
  t.after(() => rm(folder, { recursive: true }));
  const key = Buffer.alloc(64, 1).toString("base64");
  const pem = (what: string) => `-----BEGIN ${what}-----\nAA==\n-----END ${what}-----\n`;
  await writeFile(join(folder, "encryption-key-v2"), key);
  await writeFile(join(folder, "fe-encryption-key-v2"), key);
  await writeFile(join(folder, "rp-firstparty"), pem("PRIVATE KEY") + pem("CERTIFICATE"));
  const environment = {
    AZURE_TENANT_ID: "tenant",
    AZURE_SUBSCRIPTION_ID: "00000000-0000-0000-0000-000000000001",
    AZURE_FP_CLIENT_ID: "application",
    LOCATION: "eastus",
    RESOURCEGROUP: "rp",
    DOMAIN_NAME: "eastus.example",
    OPENSHIFT_VERSIONS: '{"DefaultStream":{"4.17.27":"image"}}',
    ARO_SECRETS_DIRECTORY: folder,
    ARO_DATABASE_FILE: join(folder, "store.db"),
    ARO_LISTEN: "127.0.0.1:0",
  };
  const ended = await new Promise<{ status: unknown; killed: boolean | undefined; log: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, "main.ts"), "rp"],
      { env: environment, timeout: 30_000, killSignal: "SIGKILL" },
      (error, _out, log) => resolve({ status: error?.code, killed: error?.killed, log }),
    );
  });
  assert.match(ended.log, /"event":"fatal"/);
  assert.match(ended.log, /secret rp-server: there is no file/);
  assert.deepEqual([ended.status, ended.killed], [1, false], ended.log);
});
