import assert from "node:assert/strict";
import { test } from "node:test";
import type { Etag } from "../store.ts";
import { type BeginWorld, opened, plain, type Thing, written } from "./world.ts";

/** Reading what somebody holds already. */
export function unchangedFacts(begin: BeginWorld): void {
  test("reading against the present version says unchanged, against any other gives the document", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const first = written(await container.create<Thing>("p", { id: "a", n: 1 }));
    assert.equal(await container.readIfChanged("p", "a", first._etag), "unchanged");
    const second = written(await container.replace<Thing>("p", { id: "a", n: 2 }, first._etag));
    assert.deepEqual(await container.readIfChanged("p", "a", first._etag), second);
    assert.equal(await container.readIfChanged("p", "a", second._etag), "unchanged");
    for (const foreign of ["", '"never given out"', "*"])
      assert.deepEqual(await container.readIfChanged("p", "a", foreign as Etag), second);
  });

  test("reading what is gone is undefined, whatever version was held", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const only = written(await container.create<Thing>("p", { id: "a", n: 1 }));
    assert.equal(await container.readIfChanged("q", "a", only._etag), undefined);
    written(await container.delete("p", "a", "any"));
    assert.equal(await container.readIfChanged("p", "a", only._etag), undefined);
    const again = written(await container.create<Thing>("p", { id: "a", n: 1 }));
    assert.deepEqual(await container.readIfChanged("p", "a", only._etag), again);
  });
}
