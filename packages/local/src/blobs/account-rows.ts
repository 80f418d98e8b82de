import { isoTime } from "@aro/runtime";
import { type Doc, isDoc, record, text } from "../documents/document.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine } from "../resources/contract.ts";
import { freshHexEtag } from "../resources/etags.ts";
import { erase, store } from "../resources/references.ts";
import { accountKeys } from "../types/storage/keys.ts";
import type { Account, AccountOf, Container, Containers, PublicAccess } from "./account.ts";

const accountType = "microsoft.storage/storageaccounts";
const containerType = `${accountType}/blobservices/containers`;

type Shared = Pick<Engine, "rows" | "durable" | "random" | "clock" | "table" | "operations">;

/** The storage accounts among ARM's resources: there from the end of their making to their deletion. */
export const accountsOf =
  (engine: Shared): AccountOf =>
  (name) => {
    const key = engine.rows.value(`storage-account ${name}`);
    const row = key === undefined ? undefined : engine.rows.get(key);
    return row === undefined || row.type !== accountType || row.state !== "Succeeded"
      ? undefined
      : accountFrom(engine, row);
  };

function accountFrom(engine: Shared, row: Row): Account {
  const properties = record(row.body["properties"]);
  return {
    name: row.name,
    id: row.id,
    instance: instanceOf(row),
    kind: text(row.body["kind"]),
    sku: text(record(row.body["sku"])["name"]),
    allowsKeys: properties["allowSharedKeyAccess"] !== false,
    allowsPublic: properties["allowBlobPublicAccess"] === true,
    keys: () => accountKeys(engine, row),
  };
}

/** Whether what an instance names is still there. */
export function isThere({ rows }: Pick<Engine, "rows">, instance: string): boolean {
  const row = rows.get(instance.slice(0, instance.lastIndexOf(" ")));
  return row !== undefined && instanceOf(row) === instance;
}

const instanceOf = ({ key, createdAt }: Row): string => `${key} ${createdAt}`;

/** The containers among ARM's resources. */
export function containersOf(engine: Engine): Containers {
  const place = (account: Account) => `${account.id.toLowerCase()}/blobservices/default`;
  const find = (account: Account, name: string) =>
    engine.rows.get(`${place(account)}/containers/${name.toLowerCase()}`);
  const change: Containers["change"] = (account, name, more) => {
    const row = find(account, name);
    if (row === undefined) throw new Error(`the container ${name} of ${account.name} went away while it was changed`);
    const next: Row = {
      ...row,
      etag: freshHexEtag(engine),
      changedAt: engine.clock.now(),
      body: { ...row.body, properties: { ...record(row.body["properties"]), ...bodyOf(more, engine.clock.now()) } },
    };
    engine.durable.transaction(() => store(engine, next));
    return containerFrom(next);
  };
  return {
    find: (account, name) => {
      const row = find(account, name);
      return row === undefined ? undefined : containerFrom(row);
    },
    list: (account, after, limit) =>
      engine.rows
        .inside(place(account), containerType, after === "" ? "" : `${place(account)}/containers/${after}`, limit)
        .map(containerFrom),
    create: (account, name, more) => {
      const owner = engine.rows.get(account.id.toLowerCase());
      if (owner === undefined)
        throw new Error(`the account ${account.name} went away while a container was made in it`);
      const id = `${account.id}/blobServices/default/containers/${name}`;
      const now = engine.clock.now();
      const row: Row = {
        key: id.toLowerCase(),
        id,
        type: containerType,
        name,
        owner: place(account),
        group: owner.group,
        subscription: owner.subscription,
        location: "",
        etag: freshHexEtag(engine),
        state: "Succeeded",
        body: { properties: { ...fresh, ...bodyOf(more, now) } },
        createdAt: now,
        changedAt: now,
      };
      engine.durable.transaction(() => store(engine, row));
      return containerFrom(row);
    },
    change,
    remove: (account, name) => {
      const row = find(account, name);
      if (row !== undefined) engine.durable.transaction(() => erase(engine, row));
    },
  };
}

/** What a container has that was made without ARM. */
const fresh: Doc = {
  publicAccess: "None",
  defaultEncryptionScope: "$account-encryption-key",
  denyEncryptionScopeOverride: false,
  leaseStatus: "Unlocked",
  leaseState: "Available",
  deleted: false,
  remainingRetentionDays: 0,
  hasImmutabilityPolicy: false,
  hasLegalHold: false,
};

const bodyOf = (more: Partial<Pick<Container, "publicAccess" | "metadata">>, now: number): Doc => ({
  ...(more.publicAccess === undefined ? {} : { publicAccess: more.publicAccess }),
  ...(more.metadata === undefined ? {} : { metadata: { ...more.metadata } }),
  lastModifiedTime: isoTime(now),
});

function containerFrom(row: Row): Container {
  const properties = record(row.body["properties"]);
  const metadata = properties["metadata"];
  return {
    name: row.name,
    id: row.id,
    instance: instanceOf(row),
    etag: row.etag,
    changedAt: row.changedAt,
    publicAccess: (text(properties["publicAccess"]) || "None") as PublicAccess,
    metadata: isDoc(metadata)
      ? Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]))
      : {},
  };
}
