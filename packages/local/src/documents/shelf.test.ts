import assert from "node:assert/strict";
import { test } from "node:test";
import { openDurable } from "../state/durable.ts";
import { countBy } from "./count-by.ts";
import { type Row, Rows } from "./rows.ts";
import { Shelf } from "./shelf.ts";

const type = "microsoft.network/things";
const keyOf = (name: string) => `/subscriptions/s/resourcegroups/g/providers/${type}/${name}`;

/** Rows as far as a shelf asks for them. */
function rowsOf(bodies: Map<string, Row["body"]>): Rows {
  const row = (key: string): Row | undefined => {
    const body = bodies.get(key);
    return body === undefined ? undefined : ({ key, body } as Row);
  };
  return { get: row, ofType: () => [...bodies.keys()].flatMap((key) => row(key) ?? []) } as unknown as Rows;
}

test("facts are found by what they say now, whatever was written since", () => {
  const bodies = new Map([[keyOf("a"), { address: "10.0.0.4" }]]);
  const shelf = new Shelf(rowsOf(bodies), type, ({ key, body }) => ({ key, address: String(body["address"]) }), {
    address: ({ address }) => [address],
  });
  const at = (address: string) => shelf.keysBy("address", address).map((key) => key.slice(key.lastIndexOf("/") + 1));
  assert.deepEqual(at("10.0.0.4"), ["a"]);
  bodies.set(keyOf("b"), { address: "10.0.0.4" });
  bodies.set(keyOf("a"), { address: "10.0.0.5" });
  assert.equal(shelf.written(keyOf("a")), true);
  assert.equal(shelf.written(keyOf("b")), true);
  assert.deepEqual([at("10.0.0.4"), at("10.0.0.5")], [["b"], ["a"]]);
  bodies.delete(keyOf("a"));
  shelf.written(keyOf("a"));
  assert.deepEqual(at("10.0.0.5"), []);
  assert.equal(shelf.get(keyOf("a")), undefined);
});

test("rows of other types, and parts of rows, are none of a shelf's", () => {
  const shelf = new Shelf(rowsOf(new Map()), type, ({ key }) => key, {});
  assert.equal(shelf.written("/subscriptions/s/resourcegroups/g/providers/microsoft.network/others/a"), false);
  assert.equal(shelf.written(`${keyOf("a")}/parts/p`), false);
});

test("what a transaction wrote is counted inside of it, and not after it was undone", () => {
  using durable = openDurable(":memory:");
  const rows = new Rows(durable);
  const put = (name: string, sku: string) =>
    rows.put({
      key: keyOf(name),
      id: keyOf(name),
      type,
      name,
      owner: "",
      group: "/subscriptions/s/resourcegroups/g",
      subscription: "s",
      location: "eastus",
      etag: "1",
      state: "Succeeded",
      body: { sku: { name: sku } },
      createdAt: 0,
      changedAt: 0,
    });
  const count = (location = "eastus") =>
    countBy(rows, { subscription: "s", type, location }, ["sku.name"])
      .map((one) => [one.first, one.count] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
  durable.transaction(() => put("a", "Premium"));
  assert.deepEqual(count(), [["Premium", 1]]);
  assert.deepEqual(count("westus"), []);
  assert.throws(() =>
    durable.transaction(() => {
      put("b", "Premium");
      assert.deepEqual(count(), [["Premium", 2]]);
      put("a", "Standard");
      assert.throws(() =>
        durable.savepoint(() => {
          put("c", "Standard");
          assert.deepEqual(count(), [
            ["Premium", 1],
            ["Standard", 2],
          ]);
          throw new Error("undone");
        }),
      );
      assert.deepEqual(count(), [
        ["Premium", 1],
        ["Standard", 1],
      ]);
      throw new Error("undone");
    }),
  );
  assert.deepEqual(count(), [["Premium", 1]]);
});
