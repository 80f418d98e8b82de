import assert from "node:assert/strict";
import { censusOfStore, clusterOf } from "../../harness/census/store.ts";
import { type FaultOrder, faultText } from "../../harness/control.ts";
import { type Furnished, furnished, removed } from "../../harness/course.ts";
import { deleteCluster, getCluster, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { operationOf, type SeenStatus, watch } from "../../harness/watch.ts";
import { assertCreated, assertRemoved, undisturbedLikeness } from "../course.ts";
import { type ArmWrite, matchOf, writesOfCreate } from "../writes.ts";

/*
 * What Azure may answer to each write of a create: what passes is passed over, what does not ends the create as Failed in Azure's own words, and
 * the same PUT, once Azure does as it should, takes it to its end (ARM-PUT-13); a DELETE instead leaves nothing.
 */

type Deed = FaultOrder["do"];

/** What lies in the service's own subscription bears a cluster's id, which nobody knows before: a fault there may strike any cluster. */
const placeOf = ({ path }: ArmWrite): Case["place"] => (path.includes("/SERVICE/") ? "alone" : "shared");

/** Troubles that pass by themselves: the create is to succeed. `struck`: how often the fault is to strike, at least. */
const passing: readonly { name: string; deed: Deed; count: number }[] = [
  { name: "throttle-burst", deed: { kind: "throttle", retryAfterSeconds: 1 }, count: 3 },
  { name: "lost-answer", deed: { kind: "lose" }, count: 1 },
  { name: "lost-answers", deed: { kind: "lose" }, count: 3 },
  { name: "reset", deed: { kind: "reset" }, count: 1 },
  { name: "resets", deed: { kind: "reset" }, count: 3 },
  { name: "delay", deed: { kind: "delay", milliseconds: 1_200 }, count: 1 },
  { name: "delay-past-the-limit", deed: { kind: "delay", milliseconds: 3_000 }, count: 1 },
  { name: "done-but-500", deed: { kind: "failAnswer", status: 500, code: "InternalServerError" }, count: 1 },
  { name: "done-but-503", deed: { kind: "failAnswer", status: 503, code: "ServerTimeout" }, count: 2 },
  { name: "busy-409", deed: conflictThatPasses(), count: 2 },
];

function conflictThatPasses(): Deed {
  return {
    kind: "status",
    status: 409,
    code: "AnotherOperationInProgress",
    message: "Another operation on this resource is in progress. Please retry later.",
    headers: { "retry-after": "1" },
  };
}

/** Refusals that stay, for as long as the fault is armed, and a word of Azure's that the customer is to read. */
const staying: readonly { name: string; deed: Deed; count: number | "always"; word: string }[] = [
  { name: "400", deed: refusal(400, "InvalidResourceInjected"), count: "always", word: "InvalidResourceInjected" },
  { name: "403", deed: refusal(403, "AuthorizationFailed"), count: "always", word: "AuthorizationFailed" },
  { name: "409", deed: refusal(409, "ConflictInjected"), count: "always", word: "ConflictInjected" },
  { name: "500", deed: refusal(500, "InternalErrorInjected"), count: "always", word: "InternalErrorInjected" },
  {
    name: "done-but-400",
    deed: { ...refusal(400, "DoneButRefused"), kind: "failAnswer" },
    count: 1,
    word: "DoneButRefused",
  },
];

/** As {@link staying}, where it takes long until the service gives up: tried with a PUT afterwards only. */
const lasting: typeof staying = [
  { name: "throttled", deed: { kind: "throttle", retryAfterSeconds: 1 }, count: "always", word: "TooManyRequests" },
  { name: "always-lost", deed: { kind: "lose" }, count: "always", word: "did not answer" },
  { name: "always-reset", deed: { kind: "reset" }, count: "always", word: "did not answer" },
];

function refusal(status: number, code: string): Deed {
  return { kind: "status", status, code, message: `The request was refused for a test, with ${code}.` };
}

async function armed(instance: Instance, one: Furnished, write: ArmWrite, deed: Deed, count: number | "always") {
  const order: FaultOrder = {
    match: matchOf(write, instance, one.customer),
    do: deed,
    count,
    ...(write.skip === undefined ? {} : { skip: write.skip }),
  };
  return instance.control.arm(order);
}

const passingCases = writesOfCreate.flatMap((write) =>
  passing.map(
    ({ name, deed, count }): Case => ({
      name: `fault/passing/${name}/${write.name}`,
      place: placeOf(write),
      run: async (instance, note) => {
        await undisturbedLikeness(instance);
        const one = await furnished(instance);
        const fault = await armed(instance, one, write, deed, count);
        const watched = await watch(instance, one.customer, operationOf(await putCluster(instance, one.customer)));
        const after = await instance.control.fault(fault.id);
        assert.equal(after.struck, count, faultText(after));
        assert.equal(watched.last.status, "Succeeded", JSON.stringify(watched.last.error));
        note(`ended after ${watched.milliseconds} ms`);
        await instance.control.clear(fault.id);
        await assertCreated(instance, one);
      },
    }),
  ),
);

/** The end of a create that Azure refused: in the step that asked, with Azure's own code where a customer finds it. */
function assertFailed(
  instance: Instance,
  one: Furnished,
  { status, error }: SeenStatus,
  write: ArmWrite,
  word: string,
): void {
  assert.equal(status, "Failed");
  const said = JSON.stringify(error);
  assert.ok(said.includes(word), `Azure's ${word} is not in ${said}`);
  assert.ok((error?.code ?? "") !== "" && (error?.message ?? "") !== "", said);
  const { operations, billing } = censusOfStore(instance, one.customer);
  assert.equal(operations[0]?.asyncOperation.progress?.current?.name, write.step, "the step that failed");
  assert.deepEqual(billing, [], "nothing is charged for what failed");
}

/** What was drawn for a cluster up to here: a creation that is resumed goes on with it. */
function drawnFor(instance: Instance, { customer }: Furnished): Record<string, string> {
  const { id, openShiftCluster } = clusterOf(censusOfStore(instance, customer), customer);
  const { infraId, storageSuffix, registryProfiles = [] } = openShiftCluster.properties;
  const drawn = { id, infraId, storageSuffix, token: registryProfiles[0]?.username };
  assert.ok(drawn.token !== undefined, "nothing was drawn before the first write");
  return Object.fromEntries(Object.entries(drawn).flatMap(([name, is]) => (is === undefined ? [] : [[name, is]])));
}

const thenPut = (where: string, troubles: typeof staying): Case[] =>
  writesOfCreate.flatMap((write) =>
    troubles.map(
      ({ name, deed, count, word }): Case => ({
        name: `fault/${where}/${name}/${write.name}/then-put`,
        place: placeOf(write),
        run: async (instance, note) => {
          await undisturbedLikeness(instance);
          const one = await furnished(instance);
          const fault = await armed(instance, one, write, deed, count);
          const first = await watch(instance, one.customer, operationOf(await putCluster(instance, one.customer)));
          const after = await instance.control.fault(fault.id);
          assert.ok(after.struck >= 1, faultText(after));
          assertFailed(instance, one, first.last, write, word);
          await instance.control.clear(fault.id);
          note(`struck ${after.struck} times, failed after ${first.milliseconds} ms with ${first.last.error?.code}`);
          const drawn = drawnFor(instance, one);
          const again = await putCluster(instance, one.customer);
          const second = await watch(instance, one.customer, operationOf(again));
          assert.equal(second.last.status, "Succeeded", JSON.stringify(second.last.error));
          assert.notEqual(second.last.name, first.last.name, "the second PUT began an operation of its own");
          assert.deepEqual({ ...drawnFor(instance, one), ...drawn }, drawnFor(instance, one), "names of the first try");
          await assertCreated(instance, one, 2);
        },
      }),
    ),
  );

const thenDelete = writesOfCreate.flatMap((write) =>
  staying.map(
    ({ name, deed, count, word }): Case => ({
      name: `fault/staying/${name}/${write.name}/then-delete`,
      place: placeOf(write),
      run: async (instance) => {
        const one = await furnished(instance);
        const fault = await armed(instance, one, write, deed, count);
        const first = await watch(instance, one.customer, operationOf(await putCluster(instance, one.customer)));
        const after = await instance.control.fault(fault.id);
        assert.ok(after.struck >= 1, faultText(after));
        assertFailed(instance, one, first.last, write, word);
        await instance.control.clear(fault.id);
        await removed(instance, one);
        await assertRemoved(instance, one, "none");
        assert.equal((await getCluster(instance, one.customer)).status, 404);
        assert.equal((await deleteCluster(instance, one.customer)).status, 204);
      },
    }),
  ),
);

export const faultCases: readonly Case[] = [
  ...thenPut("lasting", lasting),
  ...thenPut("staying", staying),
  ...thenDelete,
  ...passingCases,
];
