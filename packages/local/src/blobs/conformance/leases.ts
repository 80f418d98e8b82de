import assert from "node:assert/strict";
import { type Case, refused } from "./target.ts";

const [one, two] = ["11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"] as const;

/** Leases on blobs. */
export const leaseCases: readonly Case[] = [
  {
    name: "a leased blob is written by its holder only, and read by all",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("leased");
      await blob.upload("x", 1);
      const lease = blob.getBlobLeaseClient(one);
      assert.equal((await lease.acquireLease(-1)).leaseId, one);
      const shown = await blob.getProperties();
      assert.deepEqual([shown.leaseState, shown.leaseStatus, shown.leaseDuration], ["leased", "locked", "infinite"]);
      await blob.download();
      await assert.rejects(blob.upload("y", 1), refused(412, "LeaseIdMissing"));
      await assert.rejects(blob.delete(), refused(412, "LeaseIdMissing"));
      await assert.rejects(
        blob.setMetadata({ a: "1" }, { conditions: { leaseId: two } }),
        refused(412, "LeaseIdMismatchWithBlobOperation"),
      );
      await blob.upload("y", 1, { conditions: { leaseId: one } });
      assert.equal((await blob.getProperties()).leaseState, "leased", "a write keeps the lease");
      await assert.rejects(blob.getBlobLeaseClient(two).acquireLease(15), refused(409, "LeaseAlreadyPresent"));
      await lease.releaseLease();
      assert.equal((await blob.getProperties()).leaseState, "available");
      await assert.rejects(
        blob.upload("z", 1, { conditions: { leaseId: one } }),
        refused(412, "LeaseNotPresentWithBlobOperation"),
      );
    },
  },
  {
    name: "a lease is renewed, changed and released by its id",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("lease-ids");
      await blob.upload("x", 1);
      const lease = blob.getBlobLeaseClient(one);
      await lease.acquireLease(60);
      await lease.acquireLease(30);
      await assert.rejects(
        blob.getBlobLeaseClient(two).renewLease(),
        refused(409, "LeaseIdMismatchWithLeaseOperation"),
      );
      await assert.rejects(
        blob.getBlobLeaseClient(two).releaseLease(),
        refused(409, "LeaseIdMismatchWithLeaseOperation"),
      );
      await lease.changeLease(two);
      await blob.getBlobLeaseClient(two).renewLease();
      await blob.getBlobLeaseClient(two).releaseLease();
      for (const bad of [14, 61])
        await assert.rejects(blob.getBlobLeaseClient(one).acquireLease(bad), refused(400), String(bad));
    },
  },
  {
    name: "a broken lease lets go: an endless one at once, a fixed one after its period",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("broken");
      await blob.upload("x", 1);
      const lease = blob.getBlobLeaseClient(one);
      await lease.acquireLease(-1);
      await lease.breakLease(0);
      assert.equal((await blob.getProperties()).leaseState, "broken");
      await assert.rejects(lease.renewLease(), refused(409, "LeaseIsBrokenAndCannotBeRenewed"));
      await lease.acquireLease(60);
      const broken = await lease.breakLease(30);
      assert.ok((broken.leaseTime ?? 0) > 20 && (broken.leaseTime ?? 0) <= 30);
      assert.equal((await blob.getProperties()).leaseState, "breaking");
      await assert.rejects(lease.acquireLease(15), refused(409, "LeaseIsBreakingAndCannotBeAcquired"));
      await assert.rejects(lease.changeLease(two), refused(409, "LeaseIsBreakingAndCannotBeChanged"));
      await lease.breakLease(0);
      await blob.upload("y", 1);
    },
  },
  {
    name: "where there is no lease none is renewed or broken",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("no-lease");
      await blob.upload("x", 1);
      const lease = blob.getBlobLeaseClient(one);
      await assert.rejects(lease.breakLease(0), refused(409, "LeaseNotPresentWithLeaseOperation"));
      await assert.rejects(lease.changeLease(two), refused(409));
      await assert.rejects(lease.renewLease(), refused(409));
    },
  },
];
