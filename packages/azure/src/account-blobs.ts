import { text as textOf } from "node:stream/consumers";
import { type Cloud, CloudError } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { TokenCredential } from "@azure/core-auth";
import type { BlobServiceClient } from "@azure/storage-blob";
import { AzureError, azureErrorBody } from "./azure-error.ts";
import type { AzureClients } from "./clients.ts";
import { failureOf } from "./failure.ts";

/** What a signed address of a storage account is to allow (spec 03 §7.3): service b, HTTPS only. */
export interface SasRequest {
  resourceGroup: string;
  account: string;
  /** Such as `rl`. */
  permissions: string;
  /** Objects, containers, or both. */
  resourceTypes: "o" | "c" | "co";
  /** Milliseconds since the Unix epoch. */
  from: number;
  until: number;
}

const storageVersion = "2021-09-01";

/**
 * A token for an account's blobs, signed by the account's own key at ARM's hands.
 * @throws CloudError `ThrottlingLimitExceeded` (429) when ARM throttles it: a later try may pass.
 */
export async function accountSas(clients: AzureClients, request: SasRequest, signal: AbortSignal): Promise<string> {
  const { resourceGroup, account, permissions, resourceTypes, from, until } = request;
  const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
  try {
    const answer = await clients.call(
      {
        method: "POST",
        repeatable: true,
        path: `/subscriptions/${clients.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${account}/ListAccountSas`,
        apiVersion: storageVersion,
        body: {
          signedServices: "b",
          signedResourceTypes: resourceTypes,
          signedPermission: permissions,
          signedProtocol: "https",
          signedStart: instant(from),
          signedExpiry: instant(until),
        },
      },
      signal,
    );
    return (answer.body as { accountSasToken: string }).accountSasToken;
  } catch (error) {
    if (failureOf(error).status !== 429) throw error;
    throw new CloudError(
      {
        code: "ThrottlingLimitExceeded",
        message: `Azure throttles calls for the storage account '${account}' of the cluster. Try again later.`,
      },
      { cause: error },
    );
  }
}

/** The blobs of one account. All fail with AzureError but where said. */
export interface AccountBlobs {
  /** Undefined when the container or the blob is not there. */
  read(container: string, blob: string, signal: AbortSignal): Promise<Buffer | undefined>;
  /** Replaces what is there. The container must exist. */
  write(container: string, blob: string, content: Buffer, signal: AbortSignal): Promise<void>;
  /** True when it was made by this call. */
  createContainer(container: string, signal: AbortSignal): Promise<boolean>;
  /** False when there was none. */
  deleteContainer(container: string, signal: AbortSignal): Promise<boolean>;
  /** Address of a blob with a token in it that lets who has it read the blob. */
  address(container: string, blob: string, signal: AbortSignal): Promise<string>;
}

const endpointOf = (cloud: Cloud, account: string): string => `https://${account}.blob.${cloud.suffixes.storage}`;
const options = { retryOptions: { maxTries: 4 } };

/** The blobs that a token opens. */
export function accountBlobs(cloud: Cloud, account: string, sas: string): AccountBlobs {
  const token = sas.replace(/^\?/, "");
  const endpoint = endpointOf(cloud, account);
  return {
    ...operations(({ BlobServiceClient: Client }) => new Client(`${endpoint}?${token}`, undefined, options)),
    address: async (container, blob) => `${endpoint}/${container}/${blob}?${token}`,
  };
}

/** How long an address that {@link accountBlobsAs} gives is good, and how much earlier it begins, milliseconds (spec 03 §7.4). */
const addressGood = { before: 10_000, after: 3_600_000 };

/** The blobs as somebody with a role on the account, where keys are off: clusters with workload identities (spec 03 §7.3). */
export function accountBlobsAs(cloud: Cloud, account: string, credential: TokenCredential, clock: Clock): AccountBlobs {
  const endpoint = endpointOf(cloud, account);
  const make = ({ BlobServiceClient: Client }: StorageLibrary) => new Client(endpoint, credential, options);
  return {
    ...operations(make),
    address: async (containerName, blobName, signal) => {
      const library = await import("@azure/storage-blob");
      const startsOn = new Date(clock.now() - addressGood.before);
      const expiresOn = new Date(clock.now() + addressGood.after);
      const key = await raised(() => make(library).getUserDelegationKey(startsOn, expiresOn, { abortSignal: signal }));
      const permissions = library.BlobSASPermissions.parse("r");
      const protocol = library.SASProtocol.Https;
      const wanted = { containerName, blobName, permissions, startsOn, expiresOn, protocol };
      return `${endpoint}/${containerName}/${blobName}?${library.generateBlobSASQueryParameters(wanted, key, account)}`;
    },
  };
}

type StorageLibrary = typeof import("@azure/storage-blob");

function operations(make: (library: StorageLibrary) => BlobServiceClient): Omit<AccountBlobs, "address"> {
  let made: Promise<BlobServiceClient> | undefined;
  const client = (): Promise<BlobServiceClient> => {
    made ??= import("@azure/storage-blob").then(make);
    return made;
  };
  return {
    read: async (container, blob, signal) => {
      const found = (await client()).getContainerClient(container).getBlobClient(blob);
      return unlessAbsent(() => found.downloadToBuffer(0, undefined, { abortSignal: signal }), undefined);
    },
    write: async (container, blob, content, signal) => {
      const target = (await client()).getContainerClient(container).getBlockBlobClient(blob);
      await raised(() => target.upload(content, content.length, { abortSignal: signal }));
    },
    createContainer: async (container, signal) => {
      const target = (await client()).getContainerClient(container);
      return raised(async () => (await target.createIfNotExists({ abortSignal: signal })).succeeded);
    },
    deleteContainer: async (container, signal) => {
      const target = (await client()).getContainerClient(container);
      return unlessAbsent(async () => {
        await target.delete({ abortSignal: signal });
        return true;
      }, false);
    },
  };
}

async function unlessAbsent<Found, Otherwise>(
  act: () => Promise<Found>,
  otherwise: Otherwise,
): Promise<Found | Otherwise> {
  try {
    return await raised(act);
  } catch (error) {
    if (error instanceof AzureError && error.status === 404) return otherwise;
    throw error;
  }
}

interface StorageFailure {
  statusCode?: number;
  code?: string;
  message?: string;
  request?: { method: string; url: string; requestId: string };
  response?: { headers?: { get(name: string): string | undefined } };
}

/** Failures of the storage library as ours, without the token that stands in its addresses. */
async function raised<Value>(act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    const told = error as StorageFailure;
    if (typeof told.statusCode !== "number") throw error;
    const url = (told.request?.url ?? "").split("?", 1)[0] ?? "";
    // The answer to HEAD, with which the library begins every read, has no body: what it says stands in its headers.
    const code = told.code ?? told.response?.headers?.get("x-ms-error-code") ?? "StorageFailure";
    const message = (told.message ?? "").split("\n", 1)[0] || `Storage answered ${told.statusCode} ${code} for ${url}.`;
    const body = azureErrorBody(JSON.stringify({ error: { code, message } }), told.statusCode);
    throw new AzureError({
      status: told.statusCode,
      body,
      method: told.request?.method ?? "GET",
      url,
      requestId: told.request?.requestId,
      retryAfterSeconds: undefined,
    });
  }
}

/** The text of the blob at a signed address. @throws AzureError, without the signature. */
export async function blobText(address: string, signal: AbortSignal): Promise<string> {
  const { BlobClient } = await import("@azure/storage-blob");
  const blob = new BlobClient(address, undefined, { retryOptions: { maxTries: 4 } });
  // In one answer: a console's log grows while it is read, and parts of it would be refused as another blob's.
  const { readableStreamBody } = await raised(() => blob.download(0, undefined, { abortSignal: signal }));
  return readableStreamBody === undefined ? "" : textOf(readableStreamBody);
}
