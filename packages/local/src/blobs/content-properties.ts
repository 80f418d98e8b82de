import type { BlobCall } from "./call.ts";
import { StorageRefusal } from "./failures.ts";
import { header } from "./request.ts";
import type { ContentProperties } from "./store/record.ts";

const names = {
  contentType: "content-type",
  contentEncoding: "content-encoding",
  contentLanguage: "content-language",
  cacheControl: "cache-control",
} as const;

/** What the headers of a write say of the content: `x-ms-blob-…`, and where `plain` counts too, the header of the request itself. */
export function readContentProperties(call: BlobCall, plain: boolean): ContentProperties {
  const properties: ContentProperties = { contentType: "application/octet-stream" };
  for (const [name, headerName] of Object.entries(names)) {
    const value = header(call, `x-ms-blob-${headerName}`) ?? (plain ? header(call, headerName) : undefined);
    if (value !== undefined) properties[name as keyof typeof names] = value;
  }
  const disposition = header(call, "x-ms-blob-content-disposition");
  if (disposition !== undefined) properties.contentDisposition = disposition;
  const contentMd5 = header(call, "x-ms-blob-content-md5");
  if (contentMd5 !== undefined) {
    if (!/^[A-Za-z0-9+/]{22}==$/.test(contentMd5)) throw new StorageRefusal("InvalidMd5");
    properties.contentMd5 = contentMd5;
  }
  return properties;
}

/** The headers by which answers carry them. */
export const contentHeaders = (properties: ContentProperties): Record<string, string> => {
  const { contentType, contentEncoding, contentLanguage, contentDisposition, cacheControl } = properties;
  return {
    "content-type": contentType,
    ...(contentEncoding === undefined ? {} : { "content-encoding": contentEncoding }),
    ...(contentLanguage === undefined ? {} : { "content-language": contentLanguage }),
    ...(contentDisposition === undefined ? {} : { "content-disposition": contentDisposition }),
    ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
  };
};
