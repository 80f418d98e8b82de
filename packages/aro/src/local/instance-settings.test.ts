import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { emulatorConfig } from "./emulator.ts";
import { decideSettings } from "./instance-settings.ts";
import { stateFolder } from "./state-folder.ts";

test("the service has the application id by which az aro looks for it; a folder that was made with another keeps it", async () => {
  const path = mkdtempSync(join(tmpdir(), "aro-settings-"));
  try {
    using held = new DisposableStack();
    const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
    const made = await decideSettings(folder, { port: 0 }, held);
    assert.equal(
      emulatorConfig(folder, made, undefined, "main.ts").firstPartyClientId,
      "f1dd0a37-89c6-4e07-bcd1-ffd3d43d8875",
    );
    assert.deepEqual(await decideSettings(folder, {}, held), made);
    const { firstPartyClientId: _, ...older } = made;
    writeFileSync(folder.settings, JSON.stringify(older));
    assert.ok(
      !("firstPartyClientId" in emulatorConfig(folder, await decideSettings(folder, {}, held), undefined, "main.ts")),
    );
  } finally {
    rmSync(path, { recursive: true });
  }
});
