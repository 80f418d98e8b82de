import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inProcess } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";

/** Values that stand where others are expected. */
const odd: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  "",
  "x",
  [],
  [null],
  [{}],
  {},
  { id: 1 },
  { id: "/subscriptions/x" },
  true,
  ["1"],
  "FromImage",
  "Attach",
  { a: { b: 1 } },
  "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/disks/c",
];

interface Change {
  steps: readonly number[];
  what: "drop" | "add" | "replace";
  value: unknown;
}

/** The body with one member dropped, added or replaced, wherever the steps lead. */
function changed(body: unknown, { steps, what, value }: Change): unknown {
  const copy = structuredClone(body);
  let at = copy as Record<string, unknown>;
  for (const [index, step] of steps.entries()) {
    const names = Object.keys(at);
    const name = names[step % Math.max(1, names.length)];
    if (name === undefined) break;
    const inner = at[name];
    if (index < steps.length - 1 && typeof inner === "object" && inner !== null) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (what === "drop") delete at[name];
    else if (what === "add") at["zzz"] = value;
    else at[name] = value;
    break;
  }
  return copy;
}

const change = fc.record({
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
  what: fc.constantFrom("drop" as const, "add" as const, "replace" as const),
  value: fc.constantFrom(...odd),
});

test("whatever a body says, it is answered, and never as a failure of the cloud's own", async () => {
  await using arm = inProcess({
    timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 },
    locations: ["eastus"],
  });
  const furnished = await furnish(arm);
  const compute = `${furnished.group}/providers/Microsoft.Compute`;
  const identity = `${furnished.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-x`;
  const { location, ...properties } = machine(await furnished.nic("n"), { userData: "e30=" });
  const bodies: readonly (readonly [path: string, version: string, body: unknown])[] = [
    [
      `${compute}/virtualMachines/m`,
      "2024-03-01",
      { location, zones: ["1"], identity: { type: "SystemAssigned" }, properties },
    ],
    [
      `${compute}/disks/d`,
      "2022-07-02",
      { location, properties: { creationData: { createOption: "Empty" }, diskSizeGB: 4 } },
    ],
    [
      `${compute}/diskEncryptionSets/e`,
      "2022-07-02",
      {
        location,
        identity: { type: "SystemAssigned" },
        properties: { activeKey: { keyUrl: "https://keys.vault.test/keys/k" } },
      },
    ],
    [`${compute}/galleries/g`, "2022-03-03", { location, properties: { sharingProfile: { permissions: "Private" } } }],
    [identity, "2024-11-30", { location, tags: { a: "b" }, properties: { isolationScope: "None" } }],
    [
      `${identity}/federatedIdentityCredentials/fic`,
      "2024-11-30",
      { properties: { issuer: "https://x.test", subject: "s", audiences: ["a"] } },
    ],
  ];
  for (const [path, version, body] of bodies)
    assert.ok((await arm.plain("PUT", `${path}?api-version=${version}`, body)).status < 300, path);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bodies),
      change,
      fc.constantFrom("PUT", "PATCH"),
      async ([path, version, body], how, method) => {
        const answer = await arm.plain(method, `${path}?api-version=${version}`, changed(body, how));
        assert.ok(answer.status >= 200 && answer.status < 500, answer.text);
        if (answer.status >= 400) assert.notEqual(answer.body.error.code, "");
        assert.equal((await arm.plain("GET", `${path}?api-version=${version}`)).status, 200);
      },
    ),
    { numRuns: 400 },
  );
});
