import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceRoutes } from "../arm/resource-routes.ts";
import { control } from "./control.ts";

function rig() {
  const limits: unknown[] = [];
  const routes = resourceRoutes({
    setLimit: (limit, value) => void limits.push({ ...limit, value }),
    setConsole: (machine) => machine === "/known",
    setShortages: (list) => void limits.push(...list),
  });
  const put = async (path: string, body: object) => {
    const request = {
      method: "PUT",
      url: new URL(`https://localhost${path}`),
      headers: { authorization: "Bearer secret" },
      body: new TextEncoder().encode(JSON.stringify(body)),
      signal: new AbortController().signal,
    };
    return (await control(request, routes, "secret"))?.status;
  };
  return { limits, put };
}

const limit = { subscription: "s", provider: "Microsoft.Compute", location: "eastus", name: "cores" };

test("a limit is set and given back; what is no limit is refused", async () => {
  const { limits, put } = rig();
  assert.equal(await put("/_local/limits", { ...limit, limit: 8 }), 200);
  assert.equal(await put("/_local/limits", { ...limit, limit: null }), 200);
  assert.deepEqual(limits, [
    { ...limit, value: 8 },
    { ...limit, value: undefined },
  ]);
  for (const body of [{ ...limit }, { ...limit, limit: -1 }, { ...limit, limit: 1, more: 2 }, { limit: 1 }])
    assert.equal(await put("/_local/limits", body), 400, JSON.stringify(body));
});

test("a machine's console is set; one that is not there is told so", async () => {
  const { put } = rig();
  assert.equal(await put("/_local/consoles", { machine: "/known", log: "x" }), 200);
  assert.equal(await put("/_local/consoles", { machine: "/unknown", log: "x" }), 404);
  assert.equal(await put("/_local/consoles", { machine: "/known" }), 400);
});

test("shortages are set; what is none is refused", async () => {
  const { limits, put } = rig();
  const shortage = { code: "ZonalAllocationFailed", location: "eastus", size: "Standard_D8s_v3", zone: "1", times: 1 };
  assert.equal(await put("/_local/shortages", { shortages: [shortage] }), 200);
  assert.deepEqual(limits, [shortage]);
  for (const wrong of [{ code: "Whatever" }, { ...shortage, times: 0 }, { ...shortage, colour: "red" }, 7])
    assert.equal(await put("/_local/shortages", { shortages: [wrong] }), 400, JSON.stringify(wrong));
  assert.equal(await put("/_local/shortages", {}), 400);
});
