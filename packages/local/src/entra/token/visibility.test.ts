import assert from "node:assert/strict";
import { test } from "node:test";
import { base, type EntraRig, entraRig, tenantId } from "../testing/rig.ts";

const codes = async (rig: EntraRig, client_id: string, client_secret: string) =>
  (
    await rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
      grant_type: "client_credentials",
      client_id,
      client_secret,
      scope: `${base}/.default`,
    })
  ).json.error_codes;

test("a fresh application, then a fresh secret, is unknown to the token endpoint for as long as is set", async () => {
  const rig = await entraRig();
  rig.delay(1000);
  const { appId } = rig.directory.ensure({ displayName: "late" });
  const first = rig.directory.addSecret(appId, {}).value;
  assert.deepEqual(await codes(rig, appId, first), [700016]);
  await rig.clock.advance(1000);
  assert.equal(await codes(rig, appId, first), undefined);
  const second = rig.directory.addSecret(appId, {}).value;
  assert.deepEqual(await codes(rig, appId, second), [7000215]);
  await rig.clock.advance(1000);
  assert.equal(await codes(rig, appId, second), undefined);
});

test("an application whose principal is disabled or gone never", async () => {
  const rig = await entraRig();
  const { appId, objectId } = rig.directory.ensure({ displayName: "one" });
  const { value } = rig.directory.addSecret(appId, {});
  rig.directory.objects.change(objectId, { members: { accountEnabled: false } });
  assert.deepEqual(await codes(rig, appId, value), [7000112]);
  rig.directory.objects.remove(objectId);
  assert.deepEqual(await codes(rig, appId, value), [7000229]);
});
