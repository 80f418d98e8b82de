import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext as Test, test } from "node:test";
import type { Database } from "@aro/database";
import { systemClock } from "@aro/runtime";
import type { ProcessOptions } from "./testing/backend-process.ts";
import { type Accepted, accept, ended, look, openWorld, register, sampleCluster } from "./testing/world.ts";

/** A store, a journal, and the processes of one test. */
class Scene {
  readonly database: Database;
  readonly #folder: string;
  readonly #processes: ChildProcess[] = [];

  private constructor(folder: string, database: Database) {
    this.#folder = folder;
    this.database = database;
  }

  static async open(t: Test): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), "backend-"));
    const scene = new Scene(folder, await openWorld(join(folder, "store")));
    await register(scene.database);
    t.after(async () => {
      for (const process of scene.#processes) {
        process.kill("SIGKILL");
        if (process.exitCode === null && process.signalCode === null) await once(process, "exit");
      }
      await scene.database.store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });
    return scene;
  }

  /** Starts a backend and waits until it takes work. */
  async backend(name: string, options: Partial<ProcessOptions> = {}): Promise<ChildProcess> {
    const whole: ProcessOptions = { name, store: join(this.#folder, "store"), journal: this.#journal, ...options };
    const script = join(import.meta.dirname, "testing/backend-process.ts");
    const child = spawn(process.execPath, [script, JSON.stringify(whole)], { stdio: ["ignore", "inherit", "inherit"] });
    this.#processes.push(child);
    await this.noted(`${name} ready`);
    return child;
  }

  get #journal(): string {
    return join(this.#folder, "journal");
  }

  async journal(): Promise<string[]> {
    const text = await readFile(this.#journal, "utf8").catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }

  async noted(line: string): Promise<void> {
    for (let turn = 0; turn < 2_000; turn++) {
      if ((await this.journal()).includes(line)) return;
      await systemClock.sleep(5);
    }
    assert.fail(`never noted: ${line}; the journal is ${JSON.stringify(await this.journal())}`);
  }

  create(name: string): Promise<Accepted> {
    return accept(this.database, { kind: "Creating", cluster: sampleCluster(name, "Creating") });
  }

  delete(name: string): Promise<Accepted> {
    return accept(this.database, { kind: "Deleting", cluster: sampleCluster(name, "Creating") });
  }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("backends in processes of their own", { concurrency: true }, () => {
  test("ten creates over two processes: each step of each runs once (spec 02 §14 invariant 1)", async (t) => {
    const scene = await Scene.open(t);
    await Promise.all([scene.backend("a", { stepMilliseconds: 20 }), scene.backend("b", { stepMilliseconds: 20 })]);
    const names = Array.from({ length: 10 }, (_, index) => `c${index}`);
    const accepted = await Promise.all(names.map((name) => scene.create(name)));
    for (const one of accepted) {
      const operation = await ended(scene.database, one);
      assert.equal(operation.asyncOperation.status, "Succeeded");
    }
    const ran = (await scene.journal()).filter((line) => line.includes("Creating")).map((line) => line.slice(2));
    assert.equal(ran.length, 30);
    assert.equal(new Set(ran).size, 30);
  });

  for (const hang of ["started s1", "inside s1", "finished s1"])
    test(`kill -9 at "${hang}": another process takes over, finished steps are not run again, one end (spec 02 §14 invariant 3, ARM-ASY-12)`, async (t) => {
      const scene = await Scene.open(t);
      const first = await scene.backend("a", { hang });
      const accepted = await scene.create("c1");
      await scene.noted(`a at ${hang}`);
      await kill(first);
      const died = systemClock.monotonic();
      await scene.backend("b");
      const operation = await ended(scene.database, accepted);
      const waited = systemClock.monotonic() - died;
      assert.equal(operation.asyncOperation.status, "Succeeded");
      assert.ok(waited > 2_000, `nobody begins before the lease and the longest call have passed: ${waited} ms`);
      assert.deepEqual(
        operation.asyncOperation.progress?.finished.map((step) => step.name),
        ["s0", "s1", "s2"],
      );
      const ran = (await scene.journal()).filter((line) => line.includes("Creating")).map((line) => line.slice(0, 13));
      const again = hang === "started s1" ? [] : ["a Creating s1"];
      assert.deepEqual(ran, ["a Creating s0", ...again, "b Creating s1", "b Creating s2"]);
      const { cluster, work } = await look(scene.database, accepted);
      assert.deepEqual([cluster?.["s0"], cluster?.["s1"], work?.token, work?.dequeues], ["a", "b", 2, 2]);
    });

  test("a process stopped past its lease writes nothing when it goes on (spec 02 §14 invariants 5 and 6)", async (t) => {
    const scene = await Scene.open(t);
    const first = await scene.backend("a", { hang: "inside s1", insideMilliseconds: 1_000 });
    const accepted = await scene.create("c1");
    await scene.noted("a at inside s1");
    first.kill("SIGSTOP");
    await scene.backend("b");
    await ended(scene.database, accepted);
    const before = await look(scene.database, accepted);
    first.kill("SIGCONT");
    await scene.noted("a refused s1 lost lease: overdue");
    await systemClock.sleep(300);
    assert.deepEqual(await look(scene.database, accepted), before);
    const ran = (await scene.journal()).filter((line) => line.startsWith("a Creating"));
    assert.equal(ran.length, 2, "no further step");
    assert.equal(before.cluster?.["s1"], "b");
  });

  test("a process that was only stopped for a while goes on with its lease", async (t) => {
    const scene = await Scene.open(t);
    const first = await scene.backend("a", { hang: "inside s1", insideMilliseconds: 1_000 });
    const accepted = await scene.create("c1");
    await scene.noted("a at inside s1");
    first.kill("SIGSTOP");
    await systemClock.sleep(600);
    first.kill("SIGCONT");
    const operation = await ended(scene.database, accepted);
    assert.equal(operation.asyncOperation.status, "Succeeded");
    assert.equal((await look(scene.database, accepted)).work?.token, 1);
  });

  test("a delete while another process creates begins when that process has said that its call returned (ARM-DEL-04)", async (t) => {
    const scene = await Scene.open(t);
    // Longer than another process may take to start on a busy machine.
    await scene.backend("a", { hang: "inside s1", insideMilliseconds: 120_000 });
    const creation = await scene.create("c1");
    await scene.noted("a at inside s1");
    await scene.backend("b");
    const deletion = await scene.delete("c1");
    const operation = await ended(scene.database, deletion);
    assert.equal(operation.asyncOperation.status, "Succeeded");
    const lines = await scene.journal();
    const order = ["a told s1", "a returned s1", lines.find((line) => line.includes("Deleting d0")) ?? "no delete"];
    const places = order.map((line) => lines.indexOf(line));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      lines.join("\n"),
    );
    assert.ok(!places.includes(-1), lines.join("\n"));
    assert.equal((await look(scene.database, creation)).operation?.asyncOperation.status, "Canceled");
    assert.ok(!lines.some((line) => line.includes("s2")), "no further step of the create");
  });

  test("a delete is honoured although the process that creates was killed (ARM-DEL-04)", async (t) => {
    const scene = await Scene.open(t);
    const first = await scene.backend("a", { hang: "inside s1" });
    await scene.create("c1");
    await scene.noted("a at inside s1");
    await kill(first);
    const deletion = await scene.delete("c1");
    const asked = systemClock.monotonic();
    await scene.backend("b");
    assert.equal((await ended(scene.database, deletion)).asyncOperation.status, "Succeeded");
    assert.ok(systemClock.monotonic() - asked > 2_000, "its last call may have been under way");
  });

  test("a process told to end gives its work back, and another goes on without waiting for a lease", async (t) => {
    const scene = await Scene.open(t);
    const first = await scene.backend("a", { hang: "inside s1" });
    const accepted = await scene.create("c1");
    await scene.noted("a at inside s1");
    await scene.backend("b");
    first.kill("SIGTERM");
    await once(first, "exit");
    const operation = await ended(scene.database, accepted, 1_500);
    assert.equal(operation.asyncOperation.status, "Succeeded");
    assert.equal((await look(scene.database, accepted)).work?.dequeues, 1);
  });
});
