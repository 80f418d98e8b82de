import { record, text, unseen } from "../../documents/document.ts";
import type { Removal, RemovalRule, TypeRow } from "../../resources/contract.ts";
import { diskRow, encryptionSetType, notAllowed } from "./base.ts";
import { accessActions } from "./disk-access.ts";
import { creation } from "./disk-creation.ts";
import { completeDisk, diskQuota, encryption, redundancy, size } from "./disk-rules.ts";
import { oneZone } from "./zones.ts";

const free: RemovalRule = {
  name: "a disk that a machine holds, or that is read from outside, is not deleted",
  evidence: "seen",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked") return;
    const holder = text(row.body["managedBy"]);
    if (holder !== "") throw notAllowed(`Disk ${row.name} is attached to VM ${holder}.`);
    const until = Number(record(row.body[unseen])["accessUntil"] ?? 0);
    if (until > engine.clock.now())
      throw notAllowed(
        `There is an active shared access signature outstanding for disk ${row.name}. Call EndGetAccess on the disk before deleting it.`,
      );
  },
};

/** Managed disks. */
export const disks: TypeRow = diskRow({
  type: "Microsoft.Compute/disks",
  model: "Disk",
  patchModel: "DiskUpdate",
  label: "Disk",
  takes: { put: [1_000, 3_000], delete: [1_000, 3_000] },
  references: [{ at: "properties.encryption.diskEncryptionSetId", to: encryptionSetType, own: true }],
  rules: [creation, size, completeDisk, redundancy, oneZone, encryption, diskQuota],
  removal: [free],
  actions: accessActions,
});
