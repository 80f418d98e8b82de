import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Exchange } from "./exchange.ts";
import { createJudge, ours } from "./judge.ts";
import { replay } from "./replay.ts";

const subscription = "/subscriptions/00000000-0000-4000-8000-00000000000a";
const cluster = `${subscription}/resourceGroups/RG/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
const judge = await createJudge();
const json = { "content-type": "application/json" };
const error = { error: { code: "RequestNotAllowed", message: "no" } };
const body = {
  id: cluster,
  name: "c1",
  type: "Microsoft.RedHatOpenShift/openShiftClusters",
  location: "eastus",
  properties: { provisioningState: "Succeeded", masterProfile: { vmSize: "Standard_D8s_v3" } },
};

/** GET of the cluster in a version, answered with `response`. */
const said = (response: unknown, other: Partial<Exchange> = {}, version = "2022-04-01"): Exchange => ({
  method: "GET",
  url: `${cluster}?api-version=${version}`,
  status: 200,
  headers: json,
  response: JSON.stringify(response),
  ...other,
});
const outcome = async (exchange: Exchange) => (await judge(exchange)).outcome;

test("what a version describes fits, in any casing and with more slashes than needed (ARM-GET-03)", async () => {
  for (const version of ["2019-12-31-preview", "2020-04-30", "2022-04-01", "2025-07-25"])
    assert.equal(await outcome(said(body, {}, version)), "fits", version);
  assert.equal(await outcome(said(body, { url: `/${cluster.toUpperCase()}/?api-version=2022-04-01` })), "fits");
  assert.equal(await outcome(said(body, { method: "PUT", status: 201 })), "fits");
  const { response: _, ...empty } = said(body, { method: "DELETE", status: 204, headers: {} });
  assert.equal(await outcome(empty), "fits");
  assert.equal(await outcome(said(error, { status: 400 })), "fits");
});

test("what is in no published description is right where it is known why: readings in the administrators' version, not writes", async () => {
  assert.equal(await outcome(said(body, {}, "admin")), "undescribed");
  assert.equal(await outcome(said(body, { method: "PUT" }, "admin")), "fault");
  assert.equal(await outcome(said({}, { url: `${subscription}/other?api-version=admin` })), "fault");
});

test("a status, a member or a value that the version does not have is a fault", async () => {
  const properties = (more: object) => ({ ...body, properties: { ...body.properties, ...more } });
  const faults: Record<string, Exchange> = {
    status: said(body, { method: "PUT", status: 202 }),
    "status of PATCH": said(body, { method: "PATCH", status: 202 }),
    "wrong type": said({ ...body, location: 7 }),
    "member of a later version": said(properties({ workerProfilesStatus: [] })),
    "systemData before 2022-09-04": said({ ...body, systemData: {} }),
    "value of a later version": said(properties({ provisioningState: "Canceled" })),
    "no JSON": said(body, { response: "oops" }),
    "list without value": said({}, { url: `${cluster.replace("/c1", "")}?api-version=2025-07-25` }),
    "success that nobody describes": said({}, { url: `${cluster}/secrets?api-version=2022-04-01` }),
    "success of an unknown version": said(body, {}, "2022-04-02"),
    "a kubeconfig in a version without": said(
      { kubeconfig: "" },
      { method: "POST", url: `${cluster}/listAdminCredentials?api-version=2020-04-30` },
    ),
    "error without code": said({ error: { message: "no" } }, { status: 400 }),
    "error without envelope, undescribed": said({ message: "no" }, { status: 405, method: "PUT", url: "/x" }),
  };
  for (const [what, exchange] of Object.entries(faults)) assert.equal(await outcome(exchange), "fault", what);
});

test("what was accepted must be what the version takes, but for members it ignores (ARM-PUT-05, ARM-PUT-09)", async () => {
  const asked = (request: unknown, other: Partial<Exchange> = {}) =>
    said(body, { method: "PUT", status: 200, request: JSON.stringify(request), ...other });
  const { id, ...without } = body;
  for (const request of [
    without,
    { id, ...without },
    { ...without, unknown: 1 },
    { ...without, location: undefined, LOCATION: "eastus" },
  ])
    assert.equal(await outcome(asked(request)), "fits", JSON.stringify(request));
  for (const request of [
    { ...without, location: 7 },
    { properties: {} },
    { ...without, properties: { workerProfiles: {} } },
  ]) {
    assert.equal(await outcome(asked(request)), "fault", JSON.stringify(request));
    const refused = asked(request, { status: 400, response: JSON.stringify(error) });
    assert.equal(await outcome(refused), "fits", JSON.stringify(request));
  }
});

test("our own descriptions judge as the published ones do", async () => {
  const judgeByOurs = await createJudge(ours);
  for (const exchange of [
    said(body),
    said(body, {}, "2025-07-25"),
    said(body, { method: "PUT", status: 202 }),
    said({ ...body, location: 7 }),
    said({ ...body, systemData: {} }),
  ])
    assert.deepEqual((await judgeByOurs(exchange)).outcome, await outcome(exchange), JSON.stringify(exchange));
});

test("what nobody describes is right when it is refused, or is a route of ARM's own", async () => {
  const location = `${subscription}/providers/Microsoft.RedHatOpenShift/locations/eastus`;
  const paths: readonly (readonly [path: string, other?: Partial<Exchange>])[] = [
    ["/nowhere", { status: 404, response: JSON.stringify(error) }],
    [`${location}/operationsstatus/1?api-version=2022-04-01`],
    [`${location}/operationresults/1?api-version=2022-04-01`],
    [`${location}/openShiftVersions/4.16.30?api-version=2022-09-04`],
    [`${subscription}?api-version=2.0`, { method: "PUT" }],
    ["/providers/Microsoft.RedHatOpenShift/operations?api-version=2030-01-01"],
  ];
  for (const [url, other] of paths) assert.equal(await outcome(said({}, { url, ...other })), "undescribed", url);
});

test("a replay counts, names each fault once, and passes over a line that was cut off", async () => {
  const folder = mkdtempSync(join(tmpdir(), "exchanges-"));
  try {
    const lines = [said(body), said({ ...body, location: 7 }), said({ ...body, location: 8 })];
    writeFileSync(join(folder, "a.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
    appendFileSync(join(folder, "a.jsonl"), '\n{"method":"GE');
    const { exchanges, described, faults } = await replay([folder]);
    assert.deepEqual([exchanges, described], [3, 3]);
    assert.deepEqual(
      faults.map(({ count }) => count),
      [2],
    );
    assert.match(faults[0]?.problem ?? "", /location/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
