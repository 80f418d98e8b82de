import { isDoc, record, text } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine } from "../../resources/contract.ts";

/** An access key of a storage account. */
export interface AccountKey {
  keyName: "key1" | "key2";
  /** 64 bytes in base64. */
  value: string;
}

type Keeper = Pick<Engine, "rows" | "durable" | "random">;

const keyNames = ["key1", "key2"] as const;
const place = ({ key, createdAt }: Row): string => `storage-keys ${key} ${createdAt}`;

/**
 * The two access keys of a storage account: the one source for `listKeys`, for the SAS that ARM makes, and for the blob service that checks
 * both. They are chosen when somebody first asks, and an account that is made anew has others.
 */
export function accountKeys(engine: Keeper, account: Row): readonly AccountKey[] {
  const kept = engine.rows.value(place(account));
  if (kept !== undefined) {
    const values: unknown = JSON.parse(kept);
    if (isDoc(values)) return keyNames.map((keyName) => ({ keyName, value: text(record(values)[keyName]) }));
  }
  const made = keyNames.map((keyName) => ({ keyName, value: freshValue(engine) }));
  keep(engine, account, made);
  return made;
}

/** Gives one key a new value; what was signed with the old one is worth nothing from then on. */
export function regenerateKey(engine: Keeper, account: Row, keyName: AccountKey["keyName"]): readonly AccountKey[] {
  const keys = accountKeys(engine, account).map((one) =>
    one.keyName === keyName ? { keyName, value: freshValue(engine) } : one,
  );
  keep(engine, account, keys);
  return keys;
}

const freshValue = ({ random }: Keeper): string => Buffer.from(random.bytes(64)).toString("base64");

const keep = (engine: Keeper, account: Row, keys: readonly AccountKey[]): void =>
  engine.durable.transaction(() =>
    engine.rows.setValue(
      place(account),
      JSON.stringify(Object.fromEntries(keys.map(({ keyName, value }) => [keyName, value]))),
    ),
  );
