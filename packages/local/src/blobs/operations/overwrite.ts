import { mayByRole } from "../auth/authorize.ts";
import type { BlobCall, BlobDeps, Grant } from "../call.ts";
import { StorageRefusal } from "../failures.ts";
import type { BlobRecord } from "../store/record.ts";
import { writeBlobs } from "./rights.ts";

/** Refuses who may make blobs, but not write over one that is there. @throws StorageRefusal */
export function refuseOverwrite(
  call: BlobCall,
  { access }: BlobDeps,
  grant: Grant,
  there: BlobRecord | undefined,
): void {
  if (there === undefined) return;
  if (grant.kind === "sas" && !grant.sas.permissions.includes("w"))
    throw new StorageRefusal("UnauthorizedBlobOverwrite");
  const objectId = grant.kind === "principal" ? grant.objectId : grant.kind === "sas" ? grant.sas.delegator : undefined;
  if (objectId !== undefined && !mayByRole(call, objectId, writeBlobs, access))
    throw new StorageRefusal("AuthorizationPermissionMismatch");
}
