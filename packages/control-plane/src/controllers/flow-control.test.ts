import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, seededRandom, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { startControlPlane } from "../control-plane.ts";
import { makeKeys } from "../server/keyring.ts";
import { asController, find, kindOf } from "./controller.ts";

test("a first flow schema that is taken away, or a level that is changed, is as it was a moment later", async () => {
  const clock = manualClock();
  await using plane = await startControlPlane({
    path: ":memory:",
    keys: await makeKeys(["127.0.0.1"], systemClock, systemRandom),
    port: 0,
    clock,
    random: seededRandom(1),
    log: silentLog,
  });
  const kind = (plural: string) => kindOf(plane.kinds, "flowcontrol.apiserver.k8s.io", "v1", plural);
  const [schemas, levels] = [kind("flowschemas"), kind("prioritylevelconfigurations")];
  const options = asController("test");
  const settle = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    for (let turn = 0; turn < 10; turn++) await new Promise((done) => setImmediate(done));
  };
  const shares = () => {
    const spec = find(plane.registry, levels, undefined, "system")?.["spec"];
    return (spec as { limited: { nominalConcurrencyShares: number } } | undefined)?.limited.nominalConcurrencyShares;
  };
  const give = (nominalConcurrencyShares: number, metadata: object = {}) =>
    plane.registry.patch(
      { kind: levels, name: "system" },
      { type: "merge", body: { metadata, spec: { limited: { nominalConcurrencyShares } } } },
      options,
    );
  await settle(0);
  plane.registry.remove({ kind: schemas, name: "exempt" }, {}, options);
  give(31);
  await settle(1);
  assert.deepEqual([find(plane.registry, schemas, undefined, "exempt"), shares()], [undefined, 31]);
  await settle(30);
  assert.equal(find(plane.registry, schemas, undefined, "exempt")?.metadata.name, "exempt");
  assert.equal(shares(), 30);

  // Whoever says that it is his keeps what he has changed.
  give(32, { annotations: { "apf.kubernetes.io/autoupdate-spec": "false" } });
  await settle(60);
  assert.equal(shares(), 32);
});
