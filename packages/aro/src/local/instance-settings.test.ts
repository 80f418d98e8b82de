import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { emulatorConfig } from "./emulator.ts";
import { decideSettings, type SettingsFlags } from "./instance-settings.ts";
import { type StateFolder, stateFolder } from "./state-folder.ts";

/** A folder in which nothing was decided yet. */
function freshFolder(held: DisposableStack): StateFolder {
  const path = mkdtempSync(join(tmpdir(), "aro-settings-"));
  held.defer(() => rmSync(path, { recursive: true }));
  return stateFolder(path, { environment: {}, root: path, cwd: path });
}

test("the service has the application id by which az aro looks for it; a folder that was made with another keeps it", async () => {
  using held = new DisposableStack();
  const folder = freshFolder(held);
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
});

test("what was chosen once stays chosen: the emulator is told so at every start, until the opposite is asked for", async () => {
  using held = new DisposableStack();
  const folder = freshFolder(held);
  const told = async (flags: SettingsFlags) => {
    const { reproducible, seed } = emulatorConfig(
      folder,
      await decideSettings(folder, flags, held),
      undefined,
      "main.ts",
    );
    return { reproducible, seed };
  };
  assert.deepEqual(await told({ port: 0 }), { reproducible: false, seed: 1 });
  assert.deepEqual(await told({ reproducible: true, seed: 7 }), { reproducible: true, seed: 7 });
  assert.deepEqual(await told({}), { reproducible: true, seed: 7 });
  assert.deepEqual(await told({ reproducible: false }), { reproducible: false, seed: 7 });
});
