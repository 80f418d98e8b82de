import type { VaultOperation } from "./call.ts";
import { deletedOperations } from "./deleted.ts";
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
];
