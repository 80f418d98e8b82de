import { isoTime } from "@aro/runtime";
import { fillDefaults, record, text } from "../../documents/document.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { diskRow, encryptionSetType, unchangeable } from "./base.ts";
import { accessActions } from "./disk-access.ts";
import { creation } from "./disk-creation.ts";
import { encryption, size } from "./disk-rules.ts";

const complete: Rule = {
  name: "a snapshot has state, id and time of creation; whether it is incremental stays",
  evidence: "documented",
  apply: ({ engine, doc, before, now }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"]);
    const name = text(record(doc["sku"])["name"]) || text(record(before?.body["sku"])["name"]) || "Standard_LRS";
    doc["sku"] = { name, tier: name.startsWith("Premium") ? "Premium" : "Standard" };
    if (
      before !== undefined &&
      properties["incremental"] !== undefined &&
      properties["incremental"] !== old["incremental"]
    )
      throw unchangeable("incremental");
    fillDefaults(properties, {
      incremental: old["incremental"] ?? false,
      networkAccessPolicy: "AllowAll",
      publicNetworkAccess: "Enabled",
      timeCreated: old["timeCreated"] ?? isoTime(now),
      uniqueId: old["uniqueId"] ?? engine.random.uuid(),
      diskState: old["diskState"] ?? "Unattached",
      completionPercent: 100,
    });
  },
};

/** Snapshots of disks. */
export const snapshots: TypeRow = diskRow({
  type: "Microsoft.Compute/snapshots",
  model: "Snapshot",
  patchModel: "SnapshotUpdate",
  label: "Snapshot",
  takes: { put: [2_000, 6_000], delete: [1_000, 3_000] },
  references: [{ at: "properties.encryption.diskEncryptionSetId", to: encryptionSetType, own: true }],
  rules: [creation, size, complete, encryption],
  actions: accessActions,
});
