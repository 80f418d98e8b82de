import type { AccountOf } from "./account.ts";
import { authorize } from "./auth/authorize.ts";
import { type GrantDeps, grantOf } from "./auth/grant.ts";
import type { BlobDeps, BlobSource, Grant } from "./call.ts";
import { StorageRefusal } from "./failures.ts";
import { readOperations } from "./operations/read-blob.ts";
import { blobOf } from "./places.ts";
import { readCall } from "./request.ts";

interface SourceDeps extends Pick<BlobDeps, "store" | "containers" | "access"> {
  /** The account at a host. */
  accountAt(host: string): ReturnType<AccountOf>;
  grants: GrantDeps;
}

/**
 * Finds the blob of a copy's source. Only blobs of the emulated cloud can be copied. Who copies within an account shows by the call itself
 * that the source may be read; otherwise the source's address, or `x-ms-copy-source-authorization`, does.
 */
export const sourceFinder =
  (deps: SourceDeps): BlobDeps["sourceOf"] =>
  (source, call, grant): BlobSource => {
    const url = URL.canParse(source) ? new URL(source) : undefined;
    const account = url === undefined ? undefined : deps.accountAt(url.hostname.toLowerCase());
    const read = readOperations.find(({ name }) => name === "Get Blob");
    if (url === undefined || account === undefined || read === undefined)
      throw new StorageRefusal("CannotVerifyCopySource", { CopySource: source.replace(/\?.*$/, "") });
    const authorization = call.request.headers["x-ms-copy-source-authorization"];
    const request = {
      ...call.request,
      method: "GET",
      url,
      headers: { "x-ms-version": call.version, ...(authorization === undefined ? {} : { authorization }) },
      body: new Uint8Array(),
    };
    const inner = readCall(request, account, call.now, call.requestId);
    try {
      const own = grantOf(inner, deps.grants);
      const proof: Grant = own.kind === "anonymous" && account.instance === call.account.instance ? shared(grant) : own;
      authorize(inner, read, proof, deps.containers.find(account, inner.container), deps.access);
      const record = blobOf(inner, deps);
      return { record, pieces: deps.store.pieces(record) };
    } catch (error) {
      if (!(error instanceof StorageRefusal)) throw error;
      throw new StorageRefusal("CannotVerifyCopySource", { CopySourceErrorCode: error.code }, error.status);
    }
  };

/** What the call's own proof is worth for the source: a signature in the address is for its own resource. */
const shared = (grant: Grant): Grant =>
  grant.kind === "sas" && grant.sas.form !== "account" ? { kind: "anonymous" } : grant;
