import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inProcess, type Plain, subscription } from "../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const version = "api-version=2020-08-01";
const groupVersion = "api-version=2019-07-01";

const table = (name: string, in_ = group) => `${in_}/providers/Microsoft.Network/routeTables/${name}?${version}`;

async function withTables(count: number) {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?${groupVersion}`, { location: "eastus" });
  for (let index = 0; index < count; index++)
    await arm.plain("PUT", table(`t${index}`), { location: "eastus", tags: { n: String(index % 3) } });
  return arm;
}

/** Follows a list to its end; calls `between` before each further page. */
async function follow(
  plain: Plain,
  first: string,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined = first;
  for (let page = 0; next !== undefined && page < 300; page++) {
    if (page > 0) await between(page);
    const answer = await plain("GET", next);
    assert.equal(answer.status, 200, answer.text);
    names.push(...answer.body.value.map((one: { name: string }) => one.name));
    const link: string | undefined = answer.body.nextLink;
    assert.notEqual(link, "", "no empty nextLink (ARM-LST-02)");
    if (link !== undefined)
      assert.equal(
        new URL(link).searchParams.get("api-version"),
        new URL(first, "https://x").searchParams.get("api-version"),
      );
    next = link;
  }
  return names;
}

test("following nextLink gives everything exactly once at every page size, while others come and go (ARM-LST-03, ARM-LST-05)", async () => {
  await using arm = await withTables(23);
  const all = Array.from({ length: 23 }, (_, index) => `t${index}`).sort();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.boolean(), async (top, churn) => {
      const path = `${group}/providers/Microsoft.Network/routeTables?${version}&$top=${top}`;
      const names = await follow(arm.plain, path, async (page) => {
        if (!churn) return;
        await arm.plain("PUT", table(`x${page}`), { location: "eastus" });
        await arm.plain("DELETE", table(`x${page - 1}`));
        await arm.plain("GET", table("t0"));
      });
      const own = names.filter((name) => name.startsWith("t"));
      assert.deepEqual([...own].sort(), all);
      assert.equal(new Set(names).size, names.length);
    }),
    { numRuns: 40 },
  );
});

test("lists hold one type and one scope: rg1 does not show rg10 (ARM-LST-01)", async () => {
  await using arm = await withTables(1);
  for (const name of ["rg1", "rg10"]) {
    await arm.plain("PUT", `${root}/resourceGroups/${name}?${groupVersion}`, { location: "eastus" });
    await arm.plain("PUT", table(`in-${name}`, `${root}/resourceGroups/${name}`), { location: "eastus" });
  }
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg?${version}`, {
    location: "eastus",
  });
  const list = (scope: string) => follow(arm.plain, `${scope}/providers/Microsoft.Network/routeTables?${version}`);
  assert.deepEqual(await list(`${root}/resourceGroups/rg1`), ["in-rg1"]);
  assert.deepEqual(await list(`${root}/resourceGroups/RG10`), ["in-rg10"]);
  assert.deepEqual((await list(root)).sort(), ["in-rg1", "in-rg10", "t0"]);
  assert.deepEqual(
    await list("/subscriptions/00000000-0000-0000-0000-0000000000ee"),
    [],
    "an unknown subscription is empty (ARM-LST-06)",
  );
});

test("a token of another list, a changed one and garbage are 400 (ARM-LST-04)", async () => {
  await using arm = await withTables(3);
  const path = `${group}/providers/Microsoft.Network/routeTables?${version}&$top=1`;
  const next = new URL((await arm.plain("GET", path)).body.nextLink);
  const token = next.searchParams.get("$skiptoken") ?? "";
  const first = token.startsWith("A") ? "B" : "A";
  for (const bad of ["x", "", `${first}${token.slice(1)}`, token.slice(2), "%00"]) {
    const answer = await arm.plain("GET", `${path}&$skiptoken=${encodeURIComponent(bad)}`);
    assert.equal(answer.status, 400, bad);
    assert.equal(answer.body.error.code, "InvalidSkipToken");
  }
  const foreign = await arm.plain(
    "GET",
    `${root}/providers/Microsoft.Network/routeTables?${version}&$skiptoken=${token}`,
  );
  assert.equal(foreign.status, 400);
  for (const top of ["0", "-1", "x", "1.5", ""])
    assert.equal(
      (await arm.plain("GET", `${group}/providers/Microsoft.Network/routeTables?${version}&$top=${top}`)).status,
      400,
      top,
    );
});

test("the generic list shows tracked resources with what $filter and $expand ask for", async () => {
  await using arm = await withTables(4);
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/publicIPAddresses/p?${version}`, {
    location: "eastus",
    sku: { name: "Standard" },
    properties: { publicIPAllocationMethod: "Static" },
  });
  await arm.plain("PUT", `${group}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`, {
    properties: { level: "CanNotDelete" },
  });
  const list = (query: string, scope = group) => arm.plain("GET", `${scope}/resources?${groupVersion}${query}`);
  const names = async (query: string, scope?: string) =>
    (await list(query, scope)).body.value.map((one: { name: string }) => one.name).sort();
  assert.deepEqual(await names(""), ["p", "t0", "t1", "t2", "t3"]);
  assert.deepEqual(await names("", root), ["p", "t0", "t1", "t2", "t3"]);
  assert.deepEqual(await names("&$filter=resourceType eq 'microsoft.network/publicipaddresses'"), ["p"]);
  assert.deepEqual(
    await names("&$filter=resourceType eq 'Microsoft.Network/routeTables' and (name eq 't1' or name eq 't2')"),
    ["t1", "t2"],
  );
  assert.deepEqual(await names("&$filter=tagName eq 'n' and tagValue eq '0'"), ["t0", "t3"]);
  assert.deepEqual(await names("&$filter=substringof('1', name)"), ["t1"]);
  assert.deepEqual(await names("&$filter=startswith(name, 'p')"), ["p"]);
  assert.deepEqual(await names("&$filter=location ne 'eastus'"), []);
  const [wide] = (await list("&$filter=name eq 'p'&$expand=createdTime,changedTime,provisioningState")).body.value;
  assert.deepEqual(Object.keys(wide).sort(), [
    "changedTime",
    "createdTime",
    "id",
    "location",
    "name",
    "provisioningState",
    "sku",
    "type",
  ]);
  for (const bad of [
    "colour eq 'x'",
    "name eq",
    "name eq 'a' and",
    "name like 'a'",
    "(name eq 'a'",
    "name eq 'a' 'b'",
    "substringof('a')",
    "'a' eq name",
    "(".repeat(5_000),
    `${"(".repeat(1_000)}name eq 'a'${")".repeat(1_000)}`,
  ]) {
    const answer = await list(`&$filter=${encodeURIComponent(bad)}`);
    assert.equal(answer.status, 400, bad);
    assert.equal(answer.body.error.code, "InvalidFilterInQueryString");
  }
  assert.equal((await list("&$expand=colour")).status, 400);
});

test("every id that a list shows can be read as it stands (ARM-URI-06)", async () => {
  await using arm = await withTables(2);
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/networkSecurityGroups/Nsg?${version}`, {
    location: "eastus",
  });
  for (const one of (await arm.plain("GET", `${root}/resources?${groupVersion}`)).body.value)
    assert.equal((await arm.plain("GET", `${one.id}?${version}`)).body.id, one.id);
});

test("a hundred thousand resources list in pages whose size is bounded, memory with them", async () => {
  await using arm = await withTables(1);
  const { database } = arm.durable;
  const insert = database.prepare(
    "INSERT INTO arm_resources SELECT replace(key, 't0', ?), replace(id, 't0', ?), type, ?, owner, grp, sub, location, etag, state, body, created, changed FROM arm_resources WHERE key = ?",
  );
  const first = `${group}/providers/Microsoft.Network/routeTables/t0`.toLowerCase();
  database.exec("BEGIN");
  for (let index = 1; index < 100_000; index++) {
    const name = `t${String(index).padStart(6, "x")}`;
    insert.run(name, name, name, first);
  }
  database.exec("COMMIT");
  let next: string | undefined = `${root}/resources?${groupVersion}`;
  let count = 0;
  let largest = 0;
  for (; next !== undefined; ) {
    const answer = await arm.plain("GET", next);
    count += answer.body.value.length;
    largest = Math.max(largest, answer.text.length);
    next = answer.body.nextLink;
  }
  assert.equal(count, 100_000);
  assert.ok(largest < 2_500_000, `${largest}`);
});
