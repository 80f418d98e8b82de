import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ApiError, type ArmRequest, type Connection } from "@aro/client";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import type { Ask } from "../https.ts";
import { seedServiceVaults } from "./service-vaults.ts";

/** ARM as far as the seed asks: what was PUT is being made at the first look, and there at the second. */
function paperArm() {
  const held = new Map<string, { body: object; looks: number }>();
  const written: string[] = [];
  const connection: Connection = {
    endpoint: "https://arm.invalid",
    clock: systemClock,
    attempt: () => assert.fail("not used"),
    call: async ({ method, path, body = {} }: ArmRequest) => {
      if (method === "PUT") {
        written.push(path.split("/").at(-1) ?? "");
        held.set(path, { body, looks: 0 });
      }
      const found = held.get(path);
      if (found === undefined) throw new ApiError(404, { code: "ResourceNotFound", message: path });
      const provisioningState = method === "GET" && ++found.looks > 1 ? "Succeeded" : "Updating";
      const properties = { clientId: "node-client", principalId: "node-object", provisioningState };
      return { status: 200, header: () => undefined, body: { ...found.body, properties } as never };
    },
  };
  return { connection, written };
}

/** A token endpoint and a vault behind one port. */
function paperVault() {
  const values = new Map<string, string>();
  const puts: string[] = [];
  const ask: Ask = async (url, { method = "GET", headers = {}, body } = {}) => {
    if (url.endsWith("/oauth2/v2.0/token")) {
      assert.equal(new URLSearchParams(body).get("scope"), "https://vault.aro.test/.default");
      return { status: 200, headers: {}, body: JSON.stringify({ access_token: "t" }) };
    }
    assert.equal(headers["host"], "aro-local-svc.vault.aro.test");
    assert.equal(headers["authorization"], "Bearer t");
    const name = new URL(url).pathname.replace("/secrets/", "");
    if (method === "PUT") {
      values.set(name, (JSON.parse(body ?? "") as { value: string }).value);
      puts.push(name);
    }
    const value = values.get(name);
    return value === undefined
      ? { status: 404, headers: {}, body: "{}" }
      : { status: 200, headers: {}, body: JSON.stringify({ value }) };
  };
  return { ask, values, puts };
}

test("an installer finds vault, identity and secrets; seeding again writes only what has changed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aro-vaults-"));
  writeFileSync(join(folder, "rp-firstparty"), "PEM\n");
  writeFileSync(join(folder, "encryption-key-v2"), "KEY\n");
  const arm = paperArm();
  const vault = paperVault();
  const machines: [string, unknown][] = [];
  const seed = () =>
    seedServiceVaults({
      connection: arm.connection,
      ask: vault.ask,
      control: () => ({
        call: async (method, path, body) => {
          assert.equal(method, "PUT");
          machines.push([path, body]);
        },
      }),
      subscriptionId: "S",
      tenantId: "T",
      suffix: "aro.test",
      owner: {
        endpoint: "https://localhost:1",
        tenantId: "T",
        clientId: "owner",
        clientSecret: "secret",
        objectId: "OWNER",
      },
      firstPartyObjectId: "FP",
      secretsFolder: folder,
      log: silentLog,
      signal: AbortSignal.timeout(5_000),
    });
  await seed();
  assert.deepEqual(arm.written, ["aro-rp-aks1", "aro-aks-cluster-001-agentpool", "aro-local-svc", "aro-local-cls"]);
  assert.deepEqual(machines, [
    ["/_local/machines/hive", { resourceGroup: "aro-rp-aks1", identities: [{ clientId: "node-client" }] }],
  ]);
  assert.deepEqual(
    [...vault.values],
    [
      ["rp-firstparty", "PEM"],
      ["encryption-key-v2", "KEY"],
    ],
  );
  writeFileSync(join(folder, "rp-firstparty"), "RENEWED\n");
  await seed();
  assert.equal(arm.written.length, 4);
  assert.deepEqual(vault.puts, ["rp-firstparty", "encryption-key-v2", "rp-firstparty"]);
  rmSync(folder, { recursive: true });
});
