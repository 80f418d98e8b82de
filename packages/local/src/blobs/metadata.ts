import type { BlobCall } from "./call.ts";
import { StorageRefusal } from "./failures.ts";

const mostBytes = 8 * 1024;
const prefix = "x-ms-meta-";

/** The name-value pairs of a request's `x-ms-meta-` headers. @throws StorageRefusal */
export function readMetadata({ request }: Pick<BlobCall, "request">): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [header, value] of Object.entries(request.headers)) {
    if (!header.startsWith(prefix)) continue;
    const name = header.slice(prefix.length);
    if (name === "") throw new StorageRefusal("EmptyMetadataKey");
    if (!/^[a-z_]\w*$/i.test(name) || value === "") throw new StorageRefusal("InvalidMetadata");
    metadata[name] = value;
    bytes += name.length + value.length;
  }
  if (bytes > mostBytes) throw new StorageRefusal("MetadataTooLarge");
  return metadata;
}

/** The headers by which answers carry metadata. */
export const metadataHeaders = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${prefix}${name}`, value]));
