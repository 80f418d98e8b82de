import type { BlobCall, BlobOperation } from "./call.ts";
import { StorageRefusal } from "./failures.ts";
import { accountOperations } from "./operations/account.ts";
import { appendOperations } from "./operations/append.ts";
import { blockOperations } from "./operations/blocks.ts";
import { changeOperations } from "./operations/change-blob.ts";
import { containerOperations } from "./operations/containers.ts";
import { copyOperations } from "./operations/copy.ts";
import { readOperations } from "./operations/read-blob.ts";
import { writeOperations } from "./operations/write-blob.ts";

/** Everything that the blob service does. */
export const blobOperations: readonly BlobOperation[] = [
  ...accountOperations,
  ...containerOperations,
  ...readOperations,
  ...writeOperations,
  ...blockOperations,
  ...appendOperations,
  ...copyOperations,
  ...changeOperations,
];

/** What the service knows and this one does not do: page blobs, versions, tags, batches, customer keys, immutability. */
const unsupportedHeaders = [
  /^x-ms-encryption-/,
  /^x-ms-immutability-/,
  /^x-ms-legal-hold$/,
  /^x-ms-tags$/,
  /^x-ms-if-tags$/,
  /^x-ms-structured-body$/,
  /^x-ms-source-encryption-/,
  /^x-ms-rehydrate-priority$/,
  /^x-ms-seal-blob$/,
];

/** The operation that a call means. @throws StorageRefusal naming what is unknown. */
export function operationOf(call: BlobCall): BlobOperation {
  const { query, request, container, blob } = call;
  const level = container === "" ? "account" : blob === "" ? "container" : "blob";
  const [restype, comp] = [query.get("restype")?.toLowerCase(), query.get("comp")?.toLowerCase()];
  const here = blobOperations.filter((one) => one.level === level && one.restype === restype && one.comp === comp);
  const found = here.find((one) => one.method === request.method && one.when?.(call) !== false);
  if (found !== undefined) return found;
  if (here.length > 0) throw new StorageRefusal("UnsupportedHttpVerb");
  for (const [name, value] of [
    ["comp", comp],
    ["restype", restype],
  ] as const)
    if (value !== undefined)
      throw new StorageRefusal("InvalidQueryParameterValue", {
        QueryParameterName: name,
        QueryParameterValue: value,
        Reason: `The emulated blob service does nothing of that name at an ${level}.`,
      });
  throw new StorageRefusal("InvalidUri");
}

/** Query parameters that every operation takes. */
const common = ["restype", "comp", "timeout", "api-version"];

/** @throws StorageRefusal naming a parameter or header that the operation does not know. */
export function checkKnown(call: BlobCall, operation: BlobOperation, sasParameters: readonly string[]): void {
  const known = new Set([...common, ...(operation.query ?? []), ...sasParameters]);
  for (const [name, value] of call.query)
    if (!known.has(name))
      throw new StorageRefusal("UnsupportedQueryParameter", { QueryParameterName: name, QueryParameterValue: value });
  for (const [name, value] of Object.entries(call.request.headers))
    if (unsupportedHeaders.some((one) => one.test(name)))
      throw new StorageRefusal("UnsupportedHeader", { HeaderName: name, HeaderValue: value });
}
