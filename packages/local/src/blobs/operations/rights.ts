import type { RoleAction } from "../call.ts";

const blobs = (...verbs: string[]): readonly RoleAction[] =>
  verbs.map((verb) => ({ action: `containers/blobs/${verb}`, data: true }));

/** What roles must allow, by what is done. */
export const readBlobs = blobs("read");
export const writeBlobs = blobs("write");
/** Making a blob that was not there takes less than writing over one. */
export const createBlobs = blobs("write", "add/action");
export const deleteBlobs = blobs("delete");
export const readContainers: readonly RoleAction[] = [{ action: "containers/read" }];
export const writeContainers: readonly RoleAction[] = [{ action: "containers/write" }];
export const deleteContainers: readonly RoleAction[] = [{ action: "containers/delete" }];
export const readAcl: readonly RoleAction[] = [{ action: "containers/getAcl/action" }];
export const writeAcl: readonly RoleAction[] = [{ action: "containers/setAcl/action" }];
export const readService: readonly RoleAction[] = [{ action: "read" }];
export const writeService: readonly RoleAction[] = [{ action: "write" }];
export const makeDelegationKeys: readonly RoleAction[] = [{ action: "generateUserDelegationKey/action" }];
