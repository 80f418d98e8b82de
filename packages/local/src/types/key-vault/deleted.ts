import { isoTime } from "@aro/runtime";
import { type Doc, record, unseen } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine } from "../../resources/contract.ts";
import { vaultType } from "./base.ts";

const deletedType = "microsoft.keyvault/deletedvaults";
const dayMs = 86_400_000;

const idOf = (subscription: string, location: string, name: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`;

const namePlace = (name: string): string => `key-vault ${name.toLowerCase()}`;

const purgeAt = (deleted: Row): number => Number(record(deleted.body[unseen])["purgeAt"]);

/** A deleted vault that nobody has purged and whose time has not passed. */
export function deletedVault(engine: Engine, subscription: string, location: string, name: string): Row | undefined {
  const row = engine.rows.get(idOf(subscription, location, name).toLowerCase());
  return row === undefined || purgeAt(row) <= engine.clock.now() ? undefined : row;
}

/** All deleted vaults of a subscription. */
export const deletedVaults = (engine: Engine, subscription: string): Row[] =>
  engine.rows.inSubscription(subscription, deletedType, "", 10_000).filter((row) => purgeAt(row) > engine.clock.now());

/** What stands in the way of a new vault of this name: a vault, or a deleted one. */
export function holderOf(engine: Engine, name: string): { key: string; deleted: boolean } | undefined {
  const key = engine.rows.value(namePlace(name)) ?? "";
  const row = key === "" ? undefined : engine.rows.get(key);
  if (row === undefined) return undefined;
  if (row.type === vaultType) return { key, deleted: false };
  return purgeAt(row) > engine.clock.now() ? { key, deleted: true } : undefined;
}

/** Writes down whose a name is. */
export const takeName = (engine: Engine, name: string, key: string): void => engine.rows.setValue(namePlace(name), key);

/** Keeps a removed vault for as long as it says, in case somebody recovers it. */
export function keepDeleted(engine: Engine, vault: Row): void {
  const now = engine.clock.now();
  const properties = record(vault.body["properties"]);
  const days = Number(properties["softDeleteRetentionInDays"] ?? 90);
  const id = idOf(vault.subscription, vault.location, vault.name);
  const scheduled = now + days * dayMs;
  engine.rows.put({
    key: id.toLowerCase(),
    id,
    type: deletedType,
    name: vault.name,
    owner: `/subscriptions/${vault.subscription}`,
    group: "",
    subscription: vault.subscription,
    location: vault.location,
    etag: vault.etag,
    state: "Succeeded",
    body: {
      properties: {
        vaultId: vault.id,
        location: vault.location,
        tags: vault.body["tags"] ?? {},
        deletionDate: isoTime(now),
        scheduledPurgeDate: isoTime(scheduled),
        ...(properties["enablePurgeProtection"] === true ? { purgeProtectionEnabled: true } : {}),
      },
      [unseen]: { purgeAt: scheduled, body: vault.body, createdAt: vault.createdAt },
    },
    createdAt: now,
    changedAt: now,
  });
  takeName(engine, vault.name, id.toLowerCase());
}

/** What a deleted vault was, for one that recovers it. */
export function formerOf(deleted: Row): { body: Doc; createdAt: number } {
  const kept = record(deleted.body[unseen]);
  return { body: record(kept["body"]), createdAt: Number(kept["createdAt"]) };
}

/** A deleted vault as it is shown. */
export const shownDeleted = ({ id, name, body }: Row): Doc => ({
  id,
  name,
  type: "Microsoft.KeyVault/deletedVaults",
  properties: record(body["properties"]),
});

/** Removes a deleted vault for good. @throws Refusal when it is protected */
export function purge(engine: Engine, deleted: Row): void {
  if (record(deleted.body["properties"])["purgeProtectionEnabled"] === true)
    throw new Refusal(405, "MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.");
  engine.rows.remove(deleted.key);
}

/** The answer that there is no deleted vault of this name. */
export const noDeleted = (name: string): Refusal =>
  new Refusal(404, "DeletedVaultNotFound", `The specified deleted vault '${name}' does not exist.`);
