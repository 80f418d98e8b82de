import { backupOperations } from "./backups.ts";
import type { VaultOperation } from "./call.ts";
import { issuerOperations } from "./certificates/issuers.ts";
import { certificateOperations } from "./certificates/operations.ts";
import { orderOperations } from "./certificates/order-operations.ts";
import { certificateBundle, certificateItem } from "./certificates/shown.ts";
import { deletedOperations } from "./deleted.ts";
import { keyBundle, keyItem, keyOperations } from "./keys/operations.ts";
import { secretItem, secretOperations } from "./secrets.ts";

/** Everything that a vault does. */
export const vaultOperations: readonly VaultOperation[] = [
  ...secretOperations,
  ...deletedOperations({
    kind: "secrets",
    reads: "secrets/readMetadata/action",
    bundle: (call, one) => secretItem(call, one, true),
    item: (call, one) => secretItem(call, one, false),
    recovered: (call, one) => secretItem(call, one, true),
    with: [],
  }),
  ...backupOperations("secrets", (call, one) => secretItem(call, one, true)),
  ...keyOperations,
  ...deletedOperations({
    kind: "keys",
    reads: "keys/read",
    bundle: keyBundle,
    item: (call, one) => keyItem(call, one, false),
    recovered: keyBundle,
    with: [],
  }),
  ...backupOperations("keys", keyBundle),
  ...issuerOperations,
  ...certificateOperations,
  ...orderOperations,
  ...deletedOperations({
    kind: "certificates",
    reads: "certificates/read",
    bundle: certificateBundle,
    item: (call, one) => certificateItem(call, one, false),
    recovered: certificateBundle,
    with: ["keys", "secrets"],
  }),
];
