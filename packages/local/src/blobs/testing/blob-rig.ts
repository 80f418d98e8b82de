import { type Clock, systemClock, systemRandom } from "@aro/runtime";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { type InProcess, inProcess } from "../../../tools/in-process.ts";
import type { Access } from "../../access/access.ts";
import { type Durable, openDurable } from "../../state/durable.ts";
import {
  type NamedServices,
  nameServices,
  sharedKeys,
  suffix,
  tenantId,
  tokenFor,
} from "../../testing/named-services.ts";
import { accountKeys } from "../../types/storage/keys.ts";
import { openBlobs } from "../open-blobs.ts";

/** Who the tests are when they come with a token. */
export const somebody = {
  objectId: "aaaaaaaa-0000-0000-0000-000000000001",
  appId: "aaaaaaaa-0000-0000-0000-00000000000a",
} as const;

/** Smaller than in the cloud, so that a test can exceed it. */
export const largestBody = 8 * 1024 * 1024;

export interface BlobRig extends NamedServices {
  arm: InProcess;
  /** Makes an account through ARM; `properties` are ARM's. */
  account(name: string, properties?: object): Promise<string>;
  /** The account's first key. */
  key(name: string): string;
  credential(name: string): StorageSharedKeyCredential;
  /** A client that signs with the account's key. */
  client(name: string): BlobServiceClient;
  token(audience?: string): string;
  tokenCredential: { getToken(): Promise<{ token: string; expiresOnTimestamp: number }> };
}

/** The blob service behind a listener and a proxy, with ARM beside it to make accounts. */
export async function blobRig(
  options: { access?: Access; clock?: Clock; durable?: Durable; blobs?: Durable } = {},
): Promise<BlobRig> {
  const { keyring } = await sharedKeys();
  const arm = inProcess({
    ...(options.durable === undefined ? {} : { durable: options.durable }),
  });
  const { engine } = arm.resources;
  if (engine === undefined) throw new Error("the resource engine is not told");
  const blobs = options.blobs ?? openDurable(":memory:");
  const services = await nameServices((base) => [
    openBlobs({
      engine,
      blobs,
      base,
      tenantId,
      signing: keyring["token-signing"],
      storageSuffix: suffix,
      access: options.access ?? { decide: () => ({ allowed: false, because: "no role" }) },
      clock: options.clock ?? systemClock,
      random: systemRandom,
      largestBody,
      timing: { scale: 1, holdMilliseconds: 0 },
    }),
  ]);
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const key = (name: string): string => {
    const row = engine.rows.get(engine.rows.value(`storage-account ${name}`) ?? "");
    if (row === undefined) throw new Error(`there is no account ${name}`);
    return accountKeys(engine, row)[0]?.value ?? "";
  };
  const credential = (name: string) => new StorageSharedKeyCredential(name, key(name));
  const token: BlobRig["token"] = (audience = "https://storage.azure.com/") =>
    tokenFor(keyring, services.base, { audience, ...somebody });
  return {
    ...services,
    arm,
    key,
    credential,
    account: async (name, properties = {}) => {
      const body = { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" }, ...properties };
      const made = await arm.storage.storageAccounts.create("rg", name, body);
      return made.id ?? "";
    },
    client: (name) =>
      new BlobServiceClient(`https://${name}.blob.${suffix}`, credential(name), {
        proxyOptions: services.proxyOptions,
        retryOptions: { maxTries: 1 },
      }),
    token,
    tokenCredential: { getToken: async () => ({ token: token(), expiresOnTimestamp: systemClock.now() + 3_600_000 }) },
    [Symbol.asyncDispose]: async () => {
      await services[Symbol.asyncDispose]();
      await arm[Symbol.asyncDispose]();
      if (options.blobs === undefined) blobs[Symbol.dispose]();
    },
  };
}
