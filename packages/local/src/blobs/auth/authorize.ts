import type { Access } from "../../access/access.ts";
import type { Container } from "../account.ts";
import type { BlobCall, BlobOperation, Grant, RoleAction } from "../call.ts";
import { StorageRefusal } from "../failures.ts";

/** Versions from which a caller without any proof is told how to get one. */
const challenges = "2019-12-12";

/** Whether a principal may, at the blob or container that is addressed. */
export function mayByRole(call: BlobCall, objectId: string, roles: readonly RoleAction[], access: Access): boolean {
  const { account, container, blob } = call;
  const service = `${account.id}/blobServices/default`;
  const holder = container === "" ? service : `${service}/containers/${container}`;
  const scope = blob === "" ? holder : `${holder}/blobs/${blob}`;
  return roles.some(({ action, data }) => {
    const asked = { objectId, action: `Microsoft.Storage/storageAccounts/blobServices/${action}`, scope };
    return access.decide(data === undefined ? asked : { ...asked, data }).allowed;
  });
}

/** Refuses a caller who may not do it. `container` is the one addressed, if it is there. @throws StorageRefusal */
export function authorize(
  call: BlobCall,
  operation: BlobOperation,
  grant: Grant,
  container: Container | undefined,
  access: Access,
): void {
  switch (grant.kind) {
    case "key":
      return;
    case "principal":
      if (!mayByRole(call, grant.objectId, operation.roles ?? [], access))
        throw new StorageRefusal("AuthorizationPermissionMismatch");
      return;
    case "sas":
      bySas(call, operation, grant.sas, access);
      return;
    case "anonymous":
      byPublicAccess(call, operation, container);
  }
}

function bySas(
  call: BlobCall,
  { sas: letters, sasType, serviceSas, roles }: BlobOperation,
  sas: Extract<Grant, { kind: "sas" }>["sas"],
  access: Access,
): void {
  if (letters === undefined) throw new StorageRefusal("AuthorizationFailure");
  if (sas.form === "account") {
    if (!sas.resourceTypes.includes(sasType ?? "o")) throw new StorageRefusal("AuthorizationResourceTypeMismatch");
  } else if (serviceSas === undefined) throw new StorageRefusal("AuthorizationFailure");
  if (!letters.split("").some((letter) => sas.permissions.includes(letter)))
    throw new StorageRefusal("AuthorizationPermissionMismatch");
  if (sas.delegator !== undefined && !mayByRole(call, sas.delegator, roles ?? [], access))
    throw new StorageRefusal("AuthorizationPermissionMismatch");
}

function byPublicAccess(
  { account, request }: BlobCall,
  { open }: BlobOperation,
  container: Container | undefined,
): void {
  const isOpen =
    account.allowsPublic &&
    open !== undefined &&
    (container?.publicAccess === "Container" || (open === "blob" && container?.publicAccess === "Blob"));
  if (isOpen) return;
  const version = request.headers["x-ms-version"];
  if (version !== undefined && version >= challenges) throw new StorageRefusal("NoAuthenticationInformation");
  throw new StorageRefusal(
    account.allowsPublic || open === undefined ? "ResourceNotFound" : "PublicAccessNotPermitted",
  );
}
