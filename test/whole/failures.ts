import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { CloudErrorBody } from "@aro/api";
import { censusOfStore, clusterOf } from "../harness/census/store.ts";
import { created, creating, type Furnished, furnished, removed } from "../harness/course.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";
import { assertCreated } from "./course.ts";
import { causes, type Failure } from "./failure-causes.ts";

/*
 * Each kind of failure once: the create ends with its code, cause, target and remedy, the same in the operation and in `aro cluster show`, and the
 * same PUT succeeds when the cause is gone.
 */

const launcher = join(import.meta.dirname, "../../packages/aro/src/main.ts");

/** What `aro cluster show` prints on stderr. */
function toldByShow(instance: Instance, { customer }: Furnished): string {
  const [, , , , group = ""] = customer.cluster.split("/");
  const where = ["--name", customer.name, "--resource-group", group, "--subscription", customer.subscriptionId];
  const { ARO_LOCAL_ARM: _, ...environment } = process.env;
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", launcher, "cluster", "show", ...where, "--state", instance.folder],
    { encoding: "utf8", env: environment },
  );
  assert.equal(status, 0, stderr);
  return stderr;
}

const everyOne = (body: CloudErrorBody): CloudErrorBody[] => [body, ...(body.details ?? []).flatMap(everyOne)];

/** What a customer can do has to be said somewhere in the message. */
const remedy =
  /again|Ask the owner|Remove the lock|Ask for more quota|Choose another|Check |Give |Register|Exempt|Grant|Assign|Create a new one|support (ticket|request)/;

function assertTold(instance: Instance, one: Furnished, wanted: Failure, error: CloudErrorBody | undefined): void {
  assert.ok(error, "a failed operation has an error");
  const text = JSON.stringify(error, undefined, 2);
  assert.equal(error.code, wanted.code, text);
  for (const said of wanted.says) assert.match(error.message, said, text);
  assert.match(error.message, remedy, text);
  assert.equal(error.target, wanted.target, text);
  const codes = everyOne(error).map(({ code }) => code);
  for (const code of wanted.details ?? []) assert.ok(codes.includes(code), `${code} is not in ${text}`);
  const shown = toldByShow(instance, one);
  for (const { code, message, target } of everyOne(error)) {
    assert.ok(
      shown.includes(`${code}: ${message.split("\n")[0]}`),
      `${code} is not shown as the operation has it: ${shown}`,
    );
    if (target !== undefined && target !== "") assert.ok(shown.includes(`target: ${target}`), shown);
  }
  assert.match(shown, /what to do: /);
}

/** What was drawn for a cluster and has to stay when the create is taken up again. */
function drawn(instance: Instance, { customer }: Furnished) {
  const { properties } = clusterOf(censusOfStore(instance, customer), customer).openShiftCluster;
  const { infraId, storageSuffix, imageRegistryStorageAccountName, sshKey } = properties;
  return { infraId, storageSuffix, imageRegistryStorageAccountName, sshKey };
}

const failing = (wanted: Failure): Case => ({
  name: `whole/failure/${wanted.name}`,
  place: wanted.place ?? "alone",
  run: async (instance, note) => {
    const one = await furnished(instance);
    const stop = new AbortController();
    await wanted.before?.(instance, one);
    const during = wanted.during?.(instance, one, stop.signal);
    const watched = await creating(instance, one).finally(() => stop.abort());
    await during;
    note(`${watched.last.status} after ${watched.milliseconds} ms`);
    const { last } = watched;
    assert.equal(last.status, "Failed", JSON.stringify(last));
    const step = last.operations?.find(({ status }) => status === "Failed")?.name;
    assert.equal(step, wanted.step, JSON.stringify(last.error));
    assertTold(instance, one, wanted, last.error);
    const before = drawn(instance, one);
    await wanted.undo(instance, one);
    const again = await created(instance, one);
    note(`created in ${again.milliseconds} ms`);
    for (const [name, value] of Object.entries(before))
      if (value !== undefined) assert.equal(drawn(instance, one)[name as keyof typeof before], value, name);
    await assertCreated(instance, one);
    // Waited for: the next case of this lane may count what the service asks of Azure.
    await removed(instance, one);
  },
});

/** Every cause of a failed create, as a case. */
export const failures: readonly Case[] = causes.map(failing);
