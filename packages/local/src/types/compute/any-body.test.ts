import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inProcess } from "../../../tools/in-process.ts";
import { change, changed } from "../../testing/changed-body.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";

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
