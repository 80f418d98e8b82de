import type { WallRequest } from "../wall/wall.ts";
import type { Account } from "./account.ts";
import type { BlobCall } from "./call.ts";
import { badHeader, badQuery, StorageRefusal } from "./failures.ts";

/** The newest version that a client sends; what an answer without a version is given in. */
export const newestVersion = "2026-10-06";
const oldestVersion = "2015-02-21";

/** Query parameters by name in lower case. @throws StorageRefusal when one comes twice. */
function readQuery(url: URL): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [written, value] of url.searchParams) {
    const name = written.toLowerCase();
    if (query.has(name)) throw badQuery(written, value, "It is given twice.");
    query.set(name, value);
  }
  return query;
}

/** The version of the protocol: the caller's header, or that of its SAS. @throws StorageRefusal when there is none such. */
function readVersion(request: WallRequest, query: ReadonlyMap<string, string>): string {
  const header = request.headers["x-ms-version"];
  const version = header ?? query.get("api-version") ?? query.get("sv") ?? newestVersion;
  const known = /^20\d\d-(0\d|1[0-2])-[0-3]\d$/.test(version) && version >= oldestVersion && version <= newestVersion;
  if (!known) throw header === undefined ? badQuery("sv", version) : badHeader("x-ms-version", version);
  return version;
}

const containerName = /^(\$root|\$web|\$logs|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/;
const longestBlobName = 1024;

/** Container and blob that a path names. A lone segment is a container, or where no container is meant a blob of `$root`. */
function readPath(path: string, query: ReadonlyMap<string, string>): Pick<BlobCall, "container" | "blob"> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.slice(1));
  } catch {
    throw new StorageRefusal("InvalidUri");
  }
  if (decoded === "") return { container: "", blob: "" };
  const slash = decoded.indexOf("/");
  const [first, rest] = slash < 0 ? [decoded, ""] : [decoded.slice(0, slash), decoded.slice(slash + 1)];
  const isContainer = query.get("restype") !== undefined || rest !== "" || slash >= 0;
  const { container, blob } =
    isContainer || query.get("comp") === "list"
      ? { container: first, blob: rest }
      : { container: "$root", blob: first };
  if (!containerName.test(container)) {
    const length = container.length < 3 || container.length > 63;
    throw new StorageRefusal(length ? "OutOfRangeInput" : "InvalidResourceName");
  }
  if (blob.length > longestBlobName || blob.includes("\0")) throw new StorageRefusal("InvalidUri");
  return { container, blob };
}

/** A call, read out of a request. @throws StorageRefusal when it addresses nothing. */
export function readCall(request: WallRequest, account: Account, now: number, requestId: string): BlobCall {
  const query = readQuery(request.url);
  return {
    request,
    account,
    ...readPath(request.url.pathname, query),
    query,
    version: readVersion(request, query),
    now,
    requestId,
  };
}

/** A header by its name; empty counts as absent. */
export const header = ({ request }: Pick<BlobCall, "request">, name: string): string | undefined => {
  const value = request.headers[name];
  return value === undefined || value === "" ? undefined : value;
};

/** @throws StorageRefusal naming the header when it is absent. */
export function needHeader(call: Pick<BlobCall, "request">, name: string): string {
  const value = header(call, name);
  if (value === undefined) throw new StorageRefusal("MissingRequiredHeader", { HeaderName: name });
  return value;
}

/** A number among the query parameters. @throws StorageRefusal when it lies outside of the bounds. */
export function queryNumber(call: BlobCall, name: string, least: number, most: number): number | undefined {
  const value = call.query.get(name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(value)) throw badQuery(name, value);
  const number = Number(value);
  if (number < least || number > most)
    throw new StorageRefusal("OutOfRangeQueryParameterValue", {
      QueryParameterName: name,
      QueryParameterValue: value,
      MinimumAllowed: String(least),
      MaximumAllowed: String(most),
    });
  return number;
}
