import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiVersions } from "@aro/api/versions";
import { subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld } from "../testing/world.ts";

const catalog = `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift/locations/eastus/openShiftVersions`;
const offered = ["4.9.2", "4.16.4", "4.16.30", "4.19.1"];
const opened = (state?: string) =>
  openWorld({
    ...(state === undefined ? {} : { state }),
    deps: { versions: () => ({ enabled: new Set(offered.toSorted()) }) },
  });
const having = [...apiVersions.keys()].filter((version) => version >= "2022-09-04");

describe("the OpenShift versions of a location", () => {
  it("are listed in their order in every api-version that has them, without a group and without nextLink (ARM-PRX-06)", async () => {
    await using world = await opened();
    for (const version of having) {
      const { status, json } = await world.call("GET", `${catalog}?api-version=${version}`);
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(json), ["value"]);
      const entries = json["value"] as { id: string; name?: string; properties: { version: string } }[];
      assert.deepEqual(
        entries.map(({ properties }) => properties.version),
        offered,
      );
      assert.deepEqual(
        entries.map(({ name }) => name),
        version < "2024-08-12" ? offered.map(() => undefined) : offered,
      );
      for (const entry of entries) {
        const read = await world.call("GET", `${entry.id}?api-version=${version}`);
        assert.deepEqual([read.status, read.json], [200, entry]);
      }
    }
  });

  it("are unknown to versions before 2022-09-04: 400 naming the collection (ARM-URI-01)", async () => {
    await using world = await opened();
    for (const version of ["2022-04-01", "2020-04-30"])
      for (const path of [catalog, `${catalog}/4.16.30`]) {
        const reply = await world.call("GET", `${path}?api-version=${version}`);
        assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidResourceType"]);
        assert.match(errorOf(reply).message, new RegExp(`'locations/openShiftVersions'.*'${version}'`));
      }
    const unknown = await world.call("GET", `${catalog}?api-version=2022-04-02`);
    assert.equal(errorOf(unknown).code, "InvalidResourceType");
    assert.match(errorOf(unknown).message, /'openShiftVersions'/);
  });

  it("that is not among them is 400 and not 404, and says where to look", async () => {
    await using world = await opened();
    const reply = await world.call("GET", `${catalog}/4.16.31?api-version=2025-07-25`);
    assert.deepEqual([reply.status, errorOf(reply).code], [400, "ResourceNotFound"]);
    assert.match(errorOf(reply).message, /'4\.16\.31'.*'eastus'.*List openShiftVersions/);
  });

  it("are read whatever the subscription's state, in this region only, in any casing (ARM-URI-03, ARM-URI-05)", async () => {
    await using world = await opened("Unregistered");
    const query = "?api-version=2025-07-25";
    assert.equal((await world.call("GET", catalog.toLowerCase() + query)).status, 200);
    assert.equal((await world.call("GET", `${catalog.toUpperCase()}/4.16.4${query}`)).status, 200);
    const elsewhere = await world.call("GET", catalog.replace("eastus", "westus") + query);
    assert.equal(errorOf(elsewhere).code, "InvalidLocation");
  });
});
