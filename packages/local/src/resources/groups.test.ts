import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const version = "api-version=2019-07-01";
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

test("a resource group lives its whole life through the SDK", async () => {
  await using arm = inProcess();
  const { resourceGroups } = arm.groups;
  await assert.rejects(resourceGroups.get("Rg"), codeOf("ResourceGroupNotFound"));
  assert.deepEqual(await resourceGroups.checkExistence("Rg"), { body: false });
  const made = await resourceGroups.createOrUpdate("Rg", { location: "East US", managedBy: "/x/y", tags: { a: "1" } });
  assert.equal(made.id, `${root}/resourceGroups/Rg`);
  assert.equal(made.location, "eastus");
  assert.equal(made.managedBy, "/x/y");
  assert.equal(made.properties?.provisioningState, "Succeeded");
  assert.deepEqual(await resourceGroups.checkExistence("RG"), { body: true });
  const again = await resourceGroups.createOrUpdate("RG", { location: "eastus", managedBy: "/X/Y" });
  assert.equal(again.name, "Rg");
  assert.equal(again.tags, undefined, "what a PUT leaves out returns to its default (ARM-PUT-03)");
  const patched = await resourceGroups.update("rg", { tags: { b: "2" } });
  assert.deepEqual(patched.tags, { b: "2" });
  await resourceGroups.delete("rg");
  await assert.rejects(resourceGroups.get("Rg"), codeOf("ResourceGroupNotFound"));
});

test("HEAD tells whether a group exists: 204 or 404, without a body", async () => {
  await using arm = inProcess();
  const head = () => arm.plain("HEAD", `${root}/resourceGroups/rg?${version}`);
  assert.deepEqual([(await head()).status, (await head()).text], [404, ""]);
  await arm.plain("PUT", `${root}/resourceGroups/rg?${version}`, { location: "eastus" });
  assert.equal((await head()).status, 204);
});

test("location and managedBy of a group stay, its name has a form, its members are known", async () => {
  await using arm = inProcess();
  const put = (name: string, body: object) => arm.plain("PUT", `${root}/resourceGroups/${name}?${version}`, body);
  assert.equal((await put("rg", { location: "eastus", managedBy: "/a" })).status, 201);
  const cases: [string, object, number, string][] = [
    ["rg", { location: "westus" }, 409, "InvalidResourceGroupLocation"],
    ["rg", { location: "eastus", managedBy: "/b" }, 409, "ResourceGroupManagedByMismatch"],
    ["rg", {}, 400, "LocationRequired"],
    ["rg", { location: "eastus", colour: 1 }, 400, "InvalidRequestContent"],
    ["rg", { location: 1 }, 400, "InvalidRequestContent"],
    ["rg", { location: "eastus", name: "other" }, 400, "MismatchingResourceGroupName"],
    ["rg.", { location: "eastus" }, 400, "InvalidResourceGroup"],
    ["a".repeat(91), { location: "eastus" }, 400, "InvalidResourceGroup"],
  ];
  for (const [name, body, status, code] of cases) {
    const answer = await put(name, body);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.body.error.code, code);
  }
  assert.equal((await put("a".repeat(90), { location: "eastus" })).status, 201);
  assert.equal((await arm.plain("PATCH", `${root}/resourceGroups/none?${version}`, {})).status, 404);
});

test("groups are listed by subscription and filtered by tag", async () => {
  await using arm = inProcess();
  for (const name of ["a", "b", "c"])
    await arm.groups.resourceGroups.createOrUpdate(name, {
      location: "eastus",
      tags: name === "b" ? { team: "aro" } : {},
    });
  await arm.plain("PUT", `/subscriptions/00000000-0000-0000-0000-0000000000bb/resourceGroups/z?${version}`, {
    location: "eastus",
  });
  const names = async (filter?: string) => {
    const found: (string | undefined)[] = [];
    for await (const one of arm.groups.resourceGroups.list(filter === undefined ? {} : { filter }))
      found.push(one.name);
    return found;
  };
  assert.deepEqual(await names(), ["a", "b", "c"]);
  assert.deepEqual(await names("tagName eq 'team' and tagValue eq 'aro'"), ["b"]);
  assert.deepEqual(await names("tagName eq 'team' and tagValue eq 'x'"), []);
  await assert.rejects(names("colour eq 'red'"), codeOf("InvalidFilterInQueryString"));
});
