import type { TypeRow } from "../type-row.ts";
import { accounts } from "./accounts.ts";
import { blobServices, containers } from "./blobs.ts";

/** The types of Microsoft.Storage. */
export const storageTypes = (): readonly TypeRow[] => [accounts, blobServices, containers];
