import type { ServicePart } from "../names/hosts.ts";
import { withHeaders } from "../wall/answers.ts";
import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";
import type { Account, AccountOf } from "./account.ts";
import { httpDate, refusalAnswer } from "./answers.ts";
import { authorize } from "./auth/authorize.ts";
import { type GrantDeps, grantOf } from "./auth/grant.ts";
import { type StoredPolicy, sasParameters } from "./auth/sas.ts";
import type { BlobCall, BlobDeps } from "./call.ts";
import { sourceFinder } from "./copy-source.ts";
import { StorageRefusal } from "./failures.ts";
import { checkKnown, operationOf } from "./operations.ts";
import { newestVersion, readCall } from "./request.ts";
import { serveWebsite } from "./website.ts";

/** The largest body unless it is told otherwise: what the SDKs send in one call at most. */
const usualLargestBody = 256 * 1024 * 1024;

export interface BlobServiceDeps extends Omit<BlobDeps, "sourceOf">, Omit<GrantDeps, "sas"> {
  /** DNS suffix of accounts: `ACCOUNT.blob.S`, `ACCOUNT.web.S`. */
  storageSuffix: string;
  accountOf: AccountOf;
  /** Bytes. */
  largestBody?: number;
}

/** Services of an account that have names of their own. Only blobs and the static website are emulated. */
const services = ["blob", "web", "dfs", "queue", "table", "file"] as const;
type Service = (typeof services)[number];

/** The blob service and the static websites of the storage accounts that ARM has. */
export function createBlobService(deps: BlobServiceDeps): ServicePart {
  const read = (host: string): { name: string; service: Service } | undefined => {
    if (!host.endsWith(`.${deps.storageSuffix}`)) return undefined;
    const [name = "", label = "", ...more] = host.slice(0, -deps.storageSuffix.length - 1).split(".");
    const service = services.find((one) => one === label);
    return service === undefined || more.length > 0 || name === "" ? undefined : { name, service };
  };
  const accountAt = (host: string, wanted: readonly Service[]): Account | undefined => {
    const place = read(host);
    return place === undefined || !wanted.includes(place.service) ? undefined : deps.accountOf(place.name);
  };
  const grants: GrantDeps = {
    ...deps,
    sas: {
      delegationSecret: deps.delegationSecret,
      policies: (call) => {
        const container = deps.containers.find(call.account, call.container);
        return container === undefined ? [] : (deps.store.note<StoredPolicy[]>(container.instance, "policies") ?? []);
      },
    },
  };
  const sourceOf = sourceFinder({ ...deps, grants, accountAt: (host) => accountAt(host, ["blob"]) });
  const inner = { ...deps, sourceOf };
  const largestBody = deps.largestBody ?? usualLargestBody;
  const wall: Wall = async (request) => {
    const requestId = deps.random.uuid();
    const now = deps.clock.now();
    const answer = await answerTo(request, requestId, now, inner, grants, read, accountAt);
    return dress(answer, request, requestId, now);
  };
  return {
    owns: (host) => read(host) !== undefined,
    serves: (host) => accountAt(host, ["blob", "web"]) !== undefined,
    wall,
    bodies: {
      largest: largestBody,
      tooLarge: () =>
        refusalAnswer(new StorageRefusal("RequestBodyTooLarge", { MaxLimit: String(largestBody) }), {
          requestId: deps.random.uuid(),
          now: deps.clock.now(),
          head: false,
        }),
    },
  };
}

async function answerTo(
  request: WallRequest,
  requestId: string,
  now: number,
  deps: BlobDeps,
  grants: GrantDeps,
  read: (host: string) => { name: string; service: Service } | undefined,
  accountAt: (host: string, wanted: readonly Service[]) => Account | undefined,
): Promise<WallResponse> {
  const host = request.url.hostname.toLowerCase();
  const website = accountAt(host, ["web"]);
  if (website !== undefined) return serveWebsite(request, website, deps);
  try {
    const account = accountAt(host, ["blob"]);
    if (account === undefined)
      throw new StorageRefusal("ResourceNotFound", {
        Reason:
          read(host)?.service === "blob" || read(host)?.service === "web"
            ? `There is no storage account at ${host}.`
            : `Of a storage account only blobs and the static website are emulated, not ${read(host)?.service ?? host}.`,
      });
    const call = readCall(request, account, now, requestId);
    return await carryOut(call, deps, grants);
  } catch (error) {
    if (!(error instanceof StorageRefusal)) throw error;
    const answer = refusalAnswer(error, { requestId, now, head: request.method === "HEAD" });
    return error.status === 401 ? withHeaders(answer, challenge(grants)) : answer;
  }
}

async function carryOut(call: BlobCall, deps: BlobDeps, grants: GrantDeps): Promise<WallResponse> {
  const operation = operationOf(call);
  const grant = grantOf(call, grants);
  const container = call.container === "" ? undefined : deps.containers.find(call.account, call.container);
  authorize(call, operation, grant, container, deps.access);
  checkKnown(call, operation, sasParameters);
  return operation.run(call, deps, grant);
}

const challenge = ({ base, tenantId }: GrantDeps): Record<string, string> => ({
  "www-authenticate": `Bearer authorization_uri=${base}/${tenantId}/oauth2/authorize resource_id=https://storage.azure.com`,
});

/** The headers of every answer. */
function dress(answer: WallResponse, request: WallRequest, requestId: string, now: number): WallResponse {
  const clientRequestId = request.headers["x-ms-client-request-id"];
  return withHeaders(answer, {
    server: "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0",
    "x-ms-request-id": requestId,
    "x-ms-version": request.headers["x-ms-version"] ?? newestVersion,
    date: httpDate(now),
    ...(clientRequestId === undefined ? {} : { "x-ms-client-request-id": clientRequestId }),
  });
}
