import assert from "node:assert/strict";
import { test } from "node:test";
import type { VirtualMachine } from "@azure/arm-compute";
import { inProcess } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";
import { consoleBlobs } from "./console.ts";

const diagnosticsProfile = { bootDiagnostics: { enabled: true } };

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const furnished = await furnish(arm);
  const { engine } = arm.resources;
  assert.ok(engine);
  const blobs = consoleBlobs(engine);
  const read = async (link: string | undefined, method = "GET") => {
    const url = new URL(link ?? "");
    assert.ok(blobs.serves(url.hostname));
    const answer = await blobs.wall({
      method,
      url,
      headers: {},
      body: new Uint8Array(),
      signal: new AbortController().signal,
    });
    return { status: answer.status, text: new TextDecoder().decode(answer.body), headers: answer.headers };
  };
  const put = async (name: string, more: object) =>
    arm.compute.virtualMachines.createOrUpdate(
      "rg",
      name,
      machine(await furnished.nic(`n-${name}`), { ...more }) as unknown as VirtualMachine,
      { updateIntervalInMs: 1 },
    );
  return Object.assign(arm, { read, put });
}

test("boot diagnostics lead to the serial console, which says what was set, for as long as the address is good", async () => {
  await using arm = await fresh();
  const { id = "" } = await arm.put("m", { diagnosticsProfile });
  const links = await arm.compute.virtualMachines.retrieveBootDiagnosticsData("rg", "m", {
    sasUriExpirationTimeInMinutes: 60,
  });
  const link = links.serialConsoleLogBlobUri;
  assert.match((await arm.read(link)).text, /login: /);
  assert.ok(arm.resources.setConsole(id.toUpperCase(), "ignition failed\n"));
  assert.equal((await arm.read(link)).text, "ignition failed\n");
  assert.match((await arm.read(link)).headers["etag"] ?? "", /^"0x[0-9A-F]{15}"$/);
  assert.equal((await arm.read(link, "HEAD")).text, "");
  assert.equal((await arm.read(link, "PUT")).status, 405);
  assert.match((await arm.read(links.consoleScreenshotBlobUri)).text, /^BM/);
  const forged = new URL(link ?? "");
  for (const [name, value] of [
    ["se", "2999-01-01T00:00:00.000Z"],
    ["sp", "rw"],
    ["sig", "x"],
  ] as const) {
    const changed = new URL(forged);
    changed.searchParams.set(name, value);
    assert.equal((await arm.read(changed.href)).status, 403, name);
  }
  const torn = await arm.read(`${forged.origin}/%zz${forged.search}`);
  assert.equal(torn.status, 400, "an address that is not encoded as it should be");
  const other = new URL(link ?? "");
  other.pathname = other.pathname.replace("serialconsole.log", "other.log");
  assert.equal((await arm.read(other.href)).status, 403);
  await arm.compute.virtualMachines.delete("rg", "m", { updateIntervalInMs: 1 });
  assert.equal((await arm.read(link)).status, 404);
  assert.equal(arm.resources.setConsole(id, "nobody"), false);
});

test("a machine without boot diagnostics has no console, and addresses are good for a day at most", async () => {
  await using arm = await fresh();
  await arm.put("dark", {});
  const { virtualMachines } = arm.compute;
  await assert.rejects(virtualMachines.retrieveBootDiagnosticsData("rg", "dark"), refused("OperationNotAllowed", 409));
  await arm.put("m", { diagnosticsProfile });
  for (const minutes of [0, 1441])
    await assert.rejects(
      virtualMachines.retrieveBootDiagnosticsData("rg", "m", { sasUriExpirationTimeInMinutes: minutes }),
      refused("InvalidParameter", 400, /between '1' and '1440'/),
    );
});
