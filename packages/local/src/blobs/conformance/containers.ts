import assert from "node:assert/strict";
import { all, type Case, refused } from "./target.ts";

/** Containers, as every blob service has them. */
export const containerCases: readonly Case[] = [
  {
    name: "a container is made once, shown with its metadata, and deleted",
    run: async ({ service }, container) => {
      const other = service.getContainerClient(`${container.containerName}-other`);
      const made = await other.create({ metadata: { colour: "blue" } });
      assert.match(made.etag ?? "", /^"?0x[0-9A-F]+"?$/i);
      await assert.rejects(other.create(), refused(409, "ContainerAlreadyExists"));
      const shown = await other.getProperties();
      assert.deepEqual(shown.metadata, { colour: "blue" });
      assert.deepEqual([shown.leaseState, shown.leaseStatus], ["available", "unlocked"]);
      assert.equal(shown.hasLegalHold, false);
      await other.setMetadata({ size: "1" });
      const changed = await other.getProperties();
      assert.deepEqual(changed.metadata, { size: "1" });
      assert.notEqual(changed.etag, made.etag);
      await other.delete();
      assert.equal(await other.exists(), false);
      await assert.rejects(other.getProperties(), refused(404));
      await assert.rejects(other.delete(), refused(404, "ContainerNotFound"));
    },
  },
  {
    name: "containers are listed by prefix, in pages, with metadata when it is asked for",
    run: async ({ service }, container) => {
      const prefix = `${container.containerName}-l`;
      for (const name of ["a", "b", "c"])
        await service.getContainerClient(`${prefix}-${name}`).create({ metadata: { name } });
      const plain = await all(service.listContainers({ prefix }));
      assert.deepEqual(
        plain.map((one) => one.name),
        ["a", "b", "c"].map((name) => `${prefix}-${name}`),
      );
      assert.ok(plain.every((one) => one.metadata === undefined));
      const [first] = await all(service.listContainers({ prefix, includeMetadata: true }));
      assert.deepEqual(first?.metadata, { name: "a" });
      const pages = await all(service.listContainers({ prefix }).byPage({ maxPageSize: 2 }));
      assert.deepEqual(
        pages.map((page) => page.containerItems?.length),
        [2, 1],
      );
      for (const one of plain) await service.deleteContainer(one.name);
    },
  },
  {
    name: "names that no container can have are refused",
    run: async ({ service }) => {
      for (const name of ["Upper", "under_score", "-begins", "ends-", "two--dashes"])
        await assert.rejects(service.getContainerClient(name).create(), refused(400), name);
    },
  },
  {
    name: "a leased container is deleted by its holder only",
    run: async ({ service }, container) => {
      const other = service.getContainerClient(`${container.containerName}-leased`);
      await other.create();
      const lease = other.getBlobLeaseClient();
      await lease.acquireLease(15);
      assert.equal((await other.getProperties()).leaseState, "leased");
      await assert.rejects(other.delete(), refused(412, "LeaseIdMissing"));
      await lease.renewLease();
      await lease.changeLease("11111111-2222-3333-4444-555555555555");
      await assert.rejects(
        other.delete({ conditions: { leaseId: "11111111-2222-3333-4444-000000000000" } }),
        refused(412, "LeaseIdMismatchWithContainerOperation"),
      );
      await lease.releaseLease();
      await other.delete();
    },
  },
  {
    name: "stored access policies come back as they were set",
    run: async (_, container) => {
      const accessPolicy = {
        startsOn: new Date("2026-01-01T00:00:00Z"),
        expiresOn: new Date("2030-01-01T00:00:00Z"),
        permissions: "rl",
      };
      await container.setAccessPolicy(undefined, [{ id: "one", accessPolicy }]);
      const read = await container.getAccessPolicy();
      assert.equal(read.signedIdentifiers[0]?.id, "one");
      assert.equal(read.signedIdentifiers[0]?.accessPolicy?.permissions, "rl");
      assert.equal(read.blobPublicAccess, undefined);
      await container.setAccessPolicy();
      assert.deepEqual((await container.getAccessPolicy()).signedIdentifiers, []);
    },
  },
  {
    name: "an account tells what it is, and its service properties",
    run: async ({ service }) => {
      const info = await service.getAccountInfo();
      assert.ok(info.skuName !== undefined && info.accountKind !== undefined);
      assert.ok((await service.getProperties())._response.status === 200);
    },
  },
];
