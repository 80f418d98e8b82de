import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import { chooseIdentities } from "../entra/identities.ts";
import { openDurable } from "../state/durable.ts";
import { openSettings } from "../state/settings-store.ts";
import { ConfigurationProblem, defaultRegistered, readConfiguration } from "./configuration.ts";

const needed = { stateFolder: "x", provider: "https://localhost:8443" };

test("what is absent has its default", () => {
  assert.deepEqual(readConfiguration(JSON.stringify(needed)), {
    ...needed,
    port: 18443,
    region: "eastus",
    suffix: "aro.test",
    cloudName: "AroLocal",
    timeScale: 1,
    holdMilliseconds: 1_000,
    registered: [...defaultRegistered],
    throttling: { enabled: true },
    reproducible: false,
    entra: { visibilityDelayMilliseconds: 0 },
    access: { visibilityDelayMilliseconds: 0 },
    logLevel: "info",
  });
});

test("every problem is named, with its value and what was wanted", () => {
  const problems = (value: unknown) => {
    try {
      readConfiguration(typeof value === "string" ? value : JSON.stringify(value));
    } catch (error) {
      assert.ok(error instanceof ConfigurationProblem);
      return error.message;
    }
    return assert.fail("it was read");
  };
  assert.match(problems("{"), /no JSON/);
  assert.match(problems([]), /no JSON object/);
  assert.match(problems({}), /'stateFolder' is missing[\s\S]*'provider' is missing/);
  assert.match(problems({ ...needed, prot: 1 }), /no 'prot'; it knows stateFolder, port/);
  assert.match(
    problems({ ...needed, port: 70000, tenantId: "X" }),
    /'port' cannot be 70000[\s\S]*'tenantId' cannot be "X"/,
  );
  for (const wrong of [
    { provider: "http://localhost" },
    { timeScale: 0 },
    { seed: 1.5 },
    { throttling: {} },
    { throttling: { enabled: true, speed: -1 } },
    { logLevel: "loud" },
    { registered: [1] },
    { suffix: "A B" },
  ])
    assert.match(problems({ ...needed, ...wrong }), new RegExp(`'${Object.keys(wrong)[0]}' cannot be`));
});

test("ids are chosen once and kept; a configuration that names others is refused", () => {
  using durable = openDurable(":memory:");
  const settings = openSettings(durable);
  const tenantId = "11111111-1111-4111-8111-111111111111";
  const first = chooseIdentities({ tenantId }, settings, seededRandom(1));
  assert.equal(first.tenantId, tenantId);
  assert.match(first.ownerSecret, /^.{3}8Q~.{34}$/);
  assert.deepEqual(chooseIdentities({}, settings, seededRandom(2)), first);
  assert.throws(
    () => chooseIdentities({ tenantId: first.subscriptionId }, settings, seededRandom(3)),
    /was made with tenantId 11111111.*reset it/,
  );
});
