import { decoded } from "../wall/decoded.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { Account } from "./account.ts";
import { httpDate } from "./answers.ts";
import type { BlobDeps } from "./call.ts";
import { checkConditions } from "./conditions.ts";
import { contentHeaders } from "./content-properties.ts";
import { StorageRefusal } from "./failures.ts";
import { servicePropertiesOf } from "./operations/account.ts";
import { committed } from "./places.ts";
import { readRange } from "./ranges.ts";
import type { BlobRecord } from "./store/record.ts";

type Deps = Pick<BlobDeps, "store" | "containers">;

const page = (status: number, code: string, text: string): WallResponse => ({
  status,
  headers: { "content-type": "text/html", "x-ms-error-code": code },
  body: Buffer.from(`<!DOCTYPE html><html><head><title>${code}</title></head><body><h1>${text}</h1></body></html>`),
});

/** The static website of an account: the blobs of `$web`, for everybody to read, as long as it is switched on. */
export function serveWebsite(request: WallRequest, account: Account, deps: Deps): WallResponse {
  if (request.method !== "GET" && request.method !== "HEAD")
    return page(405, "UnsupportedHttpVerb", "The resource doesn't support the specified HTTP verb.");
  const { website } = servicePropertiesOf(account, deps);
  const container = website === undefined ? undefined : deps.containers.find(account, "$web");
  if (website === undefined || container === undefined)
    return page(404, "WebContentNotFound", "The requested content does not exist.");
  const find = (name: string): BlobRecord | undefined =>
    name === "" ? undefined : committed(deps.store.get({ container: container.instance, name, snapshot: "" }));
  const path = decoded(request.url.pathname.slice(1));
  if (path === undefined)
    return page(400, "InvalidUri", "The requested URI does not represent any resource on the server.");
  const { index } = website;
  const found =
    find(path) ?? (index === undefined ? undefined : find(path === "" ? index : `${path.replace(/\/$/, "")}/${index}`));
  if (found !== undefined) return serve(request, found, deps, 200);
  const instead = website.notFound === undefined ? undefined : find(website.notFound);
  return instead === undefined
    ? page(404, "WebContentNotFound", "The requested content does not exist.")
    : serve(request, instead, deps, 404);
}

function serve(request: WallRequest, record: BlobRecord, { store }: Deps, status: number): WallResponse {
  try {
    checkConditions(request.headers, record, "read");
    const range = status === 200 ? readRange({ request } as Parameters<typeof readRange>[0], record.size) : undefined;
    const { offset, length } = range ?? { offset: 0, length: record.size };
    return {
      status: range === undefined ? status : 206,
      headers: {
        ...contentHeaders(record.properties),
        etag: record.etag,
        "last-modified": httpDate(record.changedAt),
        "accept-ranges": "bytes",
        ...(range === undefined ? {} : { "content-range": `bytes ${offset}-${offset + length - 1}/${record.size}` }),
      },
      body: store.contents.read(store.pieces(record), offset, length),
    };
  } catch (error) {
    if (!(error instanceof StorageRefusal)) throw error;
    return error.status === 304
      ? { status: 304, headers: { etag: record.etag }, body: new Uint8Array() }
      : page(error.status, error.code, error.message);
  }
}
