import assert from "node:assert/strict";
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobSASPermissions,
  BlobServiceClient,
  ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { all, type Case, refused, type Target } from "./target.ts";

const later = (seconds: number): Date => new Date(performance.timeOrigin + performance.now() + seconds * 1000);

function accountSas(
  { service, credential, options }: Target,
  {
    permissions = "rwdlac",
    services = "b",
    types = "sco",
    expires = later(3_600),
    starts,
  }: {
    permissions?: string;
    services?: string;
    types?: string;
    expires?: Date;
    starts?: Date;
  } = {},
): BlobServiceClient {
  const sas = generateAccountSASQueryParameters(
    {
      permissions: AccountSASPermissions.parse(permissions),
      services: AccountSASServices.parse(services).toString(),
      resourceTypes: AccountSASResourceTypes.parse(types).toString(),
      expiresOn: expires,
      ...(starts === undefined ? {} : { startsOn: starts }),
    },
    credential,
  );
  return new BlobServiceClient(`${service.url}?${sas.toString()}`, undefined, options);
}

const containerSas = (target: Target, container: ContainerClient, more: object): ContainerClient =>
  new ContainerClient(
    `${container.url}?${generateBlobSASQueryParameters({ containerName: container.containerName, ...more }, target.credential).toString()}`,
    undefined,
    target.options,
  );

/** Shared key and shared access signatures. */
export const signatureCases: readonly Case[] = [
  {
    name: "a wrong key is 403 AuthenticationFailed",
    run: async ({ service, credential, options }) => {
      const key = Buffer.alloc(64, 7).toString("base64");
      const wrong = new BlobServiceClient(
        service.url,
        new StorageSharedKeyCredential(credential.accountName, key),
        options,
      );
      await assert.rejects(wrong.getAccountInfo(), refused(403));
    },
  },
  {
    name: "an account SAS allows what it says",
    run: async (target, container) => {
      const with_ = accountSas(target).getContainerClient(container.containerName);
      await with_.getBlockBlobClient("sas").upload("x", 1);
      assert.equal((await all(with_.listBlobsFlat())).length, 1);
      const reads = accountSas(target, { permissions: "r" }).getContainerClient(container.containerName);
      await reads.getBlobClient("sas").download();
      await assert.rejects(
        reads.getBlockBlobClient("sas").upload("y", 1),
        refused(403, "AuthorizationPermissionMismatch"),
      );
      await assert.rejects(reads.getBlobClient("sas").delete(), refused(403, "AuthorizationPermissionMismatch"));
      await assert.rejects(reads.listBlobsFlat().next(), refused(403, "AuthorizationPermissionMismatch"));
    },
  },
  {
    name: "an account SAS is for its services, resource types and times",
    run: async (target, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      const read = (options: Parameters<typeof accountSas>[1]) =>
        accountSas(target, options).getContainerClient(container.containerName).getBlobClient("b").download();
      await assert.rejects(read({ services: "q" }), refused(403, "AuthorizationServiceMismatch"));
      await assert.rejects(read({ types: "sc" }), refused(403, "AuthorizationResourceTypeMismatch"));
      await assert.rejects(read({ expires: later(-3_600) }), refused(403));
      await assert.rejects(read({ starts: later(3_600), expires: later(7_200) }), refused(403));
      await read({ types: "o", permissions: "r" });
    },
  },
  {
    name: "a service SAS is for a container or a blob, with what it allows",
    run: async (target, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      const expiresOn = later(3_600);
      const lists = containerSas(target, container, { permissions: ContainerSASPermissions.parse("rl"), expiresOn });
      assert.equal((await all(lists.listBlobsFlat())).length, 1);
      await lists.getBlobClient("b").download();
      await assert.rejects(lists.getBlobClient("b").delete(), refused(403, "AuthorizationPermissionMismatch"));
      const one = containerSas(target, container, {
        blobName: "b",
        permissions: BlobSASPermissions.parse("r"),
        expiresOn,
      });
      await one.getBlobClient("b").download();
      await assert.rejects(one.getBlobClient("other").download(), refused(403));
      await assert.rejects(one.listBlobsFlat().next(), refused(403));
    },
  },
  {
    name: "a SAS may say with which headers its holder is answered, and that only TLS will do",
    run: async (target, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      const more = { permissions: BlobSASPermissions.parse("r"), expiresOn: later(3_600), blobName: "b" };
      const shown = containerSas(target, container, {
        ...more,
        contentType: "text/x-special",
        contentDisposition: "attachment",
      });
      const got = await shown.getBlobClient("b").download();
      assert.deepEqual([got.contentType, got.contentDisposition], ["text/x-special", "attachment"]);
      const both = containerSas(target, container, { ...more, protocol: SASProtocol.HttpsAndHttp });
      await both.getBlobClient("b").download();
    },
  },
  {
    name: "a stored access policy gives and takes back what a SAS allows",
    run: async (target, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      await container.setAccessPolicy(undefined, [
        { id: "reads", accessPolicy: { startsOn: later(-3_600), expiresOn: later(3_600), permissions: "r" } },
      ]);
      const named = containerSas(target, container, { identifier: "reads" });
      await named.getBlobClient("b").download();
      await assert.rejects(named.getBlobClient("b").delete(), refused(403));
      await container.setAccessPolicy();
      await assert.rejects(named.getBlobClient("b").download(), refused(403));
    },
  },
  {
    name: "a SAS that was changed is worth nothing",
    run: async (target, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      const { url } = containerSas(target, container, {
        permissions: ContainerSASPermissions.parse("r"),
        expiresOn: later(60),
      });
      const [base = "", query = ""] = url.split("?");
      assert.equal((await target.send("GET", `${base}/b?${query}`)).status, 200);
      for (const [from, to] of [
        ["sp=r", "sp=rwd"],
        ["sr=c", "sr=b"],
        [/se=[^&]+/, "se=2040-01-01T00%3A00%3A00Z"],
        [/sig=[^&]+/, "sig=AAAA"],
      ] as const)
        assert.equal((await target.send("GET", `${base}/b?${query.replace(from, to)}`)).status, 403, to);
    },
  },
  {
    name: "nobody reads a private blob without a proof",
    run: async ({ send }, container) => {
      await container.getBlockBlobClient("b").upload("x", 1);
      const { status } = await send("GET", `${container.url}/b`);
      assert.ok([401, 403, 404, 409].includes(status), String(status));
    },
  },
];
