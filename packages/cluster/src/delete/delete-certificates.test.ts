import assert from "node:assert/strict";
import { test } from "node:test";
import type { Purge } from "@aro/azure";
import type { Vaults } from "../context.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { world } from "../testing/world.ts";
import { deleteCertificates } from "./delete-certificates.ts";

const id = "22222222-2222-4222-8222-222222222222";
const { signal } = new AbortController();
const settings = { installerEnvironment: { KEYVAULT_PREFIX: "prefix" } as never };

/** A vault in which both certificates are, or are not, and whose purge answers in turn, the last for ever. */
async function deleteFrom(wasThere: boolean, answers: readonly Purge[]) {
  const calls: string[] = [];
  const turns = new Map<string, number>();
  const vaults = {
    certificates: () => ({
      remove: async (name: string) => {
        calls.push(`remove ${name}`);
        return wasThere;
      },
      purge: async (name: string) => {
        calls.push(`purge ${name}`);
        const turn = turns.get(name) ?? 0;
        turns.set(name, turn + 1);
        return answers[Math.min(turn, answers.length - 1)];
      },
    }),
  } as unknown as Vaults;
  const { context, azure } = await world(sampleCluster(), { settings, vaults });
  await deleteCertificates.run(context, signal);
  const of = (purpose: string) => calls.filter((one) => one.endsWith(purpose)).map((one) => one.split(" ")[0]);
  assert.deepEqual(of(`${id}-ingress`), of(`${id}-apiserver`));
  return { calls: of(`${id}-apiserver`), sleeps: azure.clock.sleeps };
}

test("a certificate is deleted, and purged as soon as its deletion is done (spec 03 §6.13)", async () => {
  const { calls, sleeps } = await deleteFrom(true, ["none", "none", "done"]);
  assert.deepEqual(calls, ["remove", "purge", "purge", "purge"]);
  assert.deepEqual(sleeps, Array(4).fill(10_000));
});

test("what a run that died had deleted is purged by the next, which finds nothing to delete", async () => {
  assert.deepEqual((await deleteFrom(false, ["none", "done"])).calls, ["remove", "purge", "purge"]);
});

test("where there never was one the step looks twice, and where the vault keeps it, it lets it", async () => {
  assert.deepEqual((await deleteFrom(false, ["none"])).calls, ["remove", "purge", "purge"]);
  assert.deepEqual((await deleteFrom(true, ["kept"])).calls, ["remove", "purge"]);
  assert.equal((await deleteFrom(true, ["none"])).calls.length, 7);
});
