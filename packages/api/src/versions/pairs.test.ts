import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../documents/json.ts";
import { knownBody } from "./contract/known.ts";
import { placesOf } from "./contract/place.ts";
import { contracts } from "./registry.ts";
import { bodiesOf } from "./testing/arbitrary-bodies.ts";
import { holds } from "./testing/holds.ts";
import { judgedBy, later } from "./testing/judged.ts";
import { sampleRequest } from "./testing/samples.ts";

const secrets = ["pullSecret", "clientSecret"];
const versions = contracts.map(({ name }) => judgedBy(name));
const tagged = (view: JsonObject, tags: JsonObject): JsonObject => ({ ...view, tags });

for (const written of versions) {
  const { name } = written.version;

  test(`what was written at ${name} can be read at every version, as far as that one knows it (ARM-ENV-04)`, () => {
    fc.assert(
      fc.property(bodiesOf(written.contract), fc.constantFrom(...versions), (body, read) => {
        const view = read.version.toExternal(written.created(body));
        const { body: known } = knownBody(placesOf(read.contract), body, false);
        assert.ok(holds(view, known, secrets), JSON.stringify({ at: read.version.name, known, view }));
      }),
      { numRuns: 100 },
    );
  });

  test(`an update at any version of what was written at ${name} erases nothing (ARM-PUT-07, ARM-PUT-05)`, () => {
    fc.assert(
      fc.property(
        bodiesOf(written.contract),
        fc.constantFrom(...versions),
        fc.constantFrom("PUT" as const, "PATCH" as const),
        fc.boolean(),
        (body, through, method, isLive) => {
          const stored = later(written.created(body));
          const shown = isLive
            ? { ...stored, properties: { ...stored.properties, workerProfilesStatus: [{ name: "w-1", count: 7 }] } }
            : stored;
          const view = through.version.toExternal(shown as typeof stored);
          const request = { ...sampleRequest(view, stored, method), shown: shown as typeof stored };
          assert.deepEqual(through.accepted(request).changed, [], `${method} of what GET showed`);
          const relabelled = through.accepted({ ...request, body: tagged(view, { changed: "yes" }) });
          assert.deepEqual(relabelled.cluster, tagged(stored, { changed: "yes" }));
        },
      ),
      { numRuns: 150 },
    );
  });
}
