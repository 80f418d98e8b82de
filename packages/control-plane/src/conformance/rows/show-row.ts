import assert from "node:assert/strict";
import type { World } from "../fact.ts";
import type { RowSample } from "./sample.ts";

const asTable = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
/** Columns whose cells tell how long ago something was. */
const sinces = new Set(["Age", "Last Seen", "First Seen", "Last Schedule"]);
const since = /^(\d+[smhdy]){1,2}$/;

/** The cells of a sample's row by their columns; names in angle brackets stand for what is another's each time. */
export async function showRow(world: World, sample: RowSample): Promise<Record<string, unknown>> {
  const { groupVersion, plural, isOfCluster = false, status, through = "status", isDeleted = false } = sample;
  const root = groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  const path = isOfCluster ? `${root}/${plural}` : `${root}/namespaces/${world.namespace}/${plural}`;
  if (!isOfCluster)
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
    );
  const text = JSON.stringify(sample.sent).replaceAll("<namespace>", world.namespace);
  const sent = JSON.parse(text) as { metadata?: { name?: string; namespace?: string } };
  const name = sent.metadata?.name ?? world.unique("row");
  const made = await world.admin.call("POST", path, {
    headers: asTable,
    body: { ...sent, metadata: { ...sent.metadata, name } },
  });
  assert.equal(made.status, 201, made.text);
  const patch = (body: object, part = "") =>
    world.admin.call("PATCH", `${path}/${name}${part}`, {
      headers: asTable,
      contentType: "application/merge-patch+json",
      body,
    });
  world.afterwards(async () => {
    await patch({ metadata: { finalizers: null } });
    if (plural === "namespaces") {
      const held = await world.admin.call("GET", `${path}/${name}`);
      await world.admin.call("PUT", `${path}/${name}/finalize`, { body: { ...held.json, spec: { finalizers: [] } } });
    }
    await world.admin.call("DELETE", `${path}/${name}?gracePeriodSeconds=0`);
  });
  let shown = made;
  if (status !== undefined) {
    shown = await patch({ status }, `/${through}`);
    // Its status is told in no table by the real one.
    if (plural === "apiservices") {
      await world.admin.call("PATCH", `${path}/${name}/${through}`, {
        contentType: "application/merge-patch+json",
        body: { status },
      });
      shown = await world.admin.call("GET", `${path}/${name}`, { headers: asTable });
    }
    assert.equal(shown.status, 200, shown.text);
  }
  if (isDeleted) {
    const removed = await world.admin.call("DELETE", `${path}/${name}`);
    assert.ok(removed.status < 300, removed.text);
    shown = await world.admin.call("GET", `${path}/${name}`, { headers: asTable });
  }
  const cells = shown.json.rows[0].cells as unknown[];
  const columns = (shown.json.columnDefinitions as { name: string }[]).map((one) => one.name);
  assert.equal(cells.length, columns.length, JSON.stringify(cells));
  return Object.fromEntries(columns.map((column, index) => [column, general(column, cells[index], name)]));
}

function general(column: string, cell: unknown, name: string): unknown {
  if (cell === name) return "<name>";
  if (typeof cell !== "string") return cell;
  if (column === "Created At" && /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(cell)) return "<time>";
  if (column === "Restarts") return cell.replace(/\((\d+[smhdy]){1,2} ago\)/, "(<age> ago)");
  // A job's uid stands in its selector.
  if (column === "Selector") return cell.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "<uid>");
  if (column === "Duration" && /^\d+d$|^\d+y(\d+d)?$/.test(cell)) return "<age>";
  return sinces.has(column) && since.test(cell) ? "<age>" : cell.replaceAll(name, "<name>");
}
