import type { ServicePart } from "../names/hosts.ts";
import { armError, withHeaders } from "../wall/answers.ts";
import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";
import { authorize } from "./authorize.ts";
import { readBody } from "./body.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "./call.ts";
import { type CallerDeps, callerOf } from "./caller.ts";
import { settleOrders } from "./certificates/issuing.ts";
import { settleDeletions } from "./lives.ts";
import { checkName } from "./object-names.ts";
import { vaultOperations } from "./operations.ts";
import { badParameter, refusalAnswer, VaultRefusal } from "./refusal.ts";
import type { Vault, VaultOf } from "./vault.ts";
import { checkVersion } from "./versions.ts";

export interface KeyVaultDeps extends VaultDeps, Omit<CallerDeps, "audience"> {
  /** DNS suffix of vaults, `vault.S`. */
  vaultSuffix: string;
  vaultOf: VaultOf;
}

/** Key Vault's data plane, at the name of each vault that ARM has. */
export function createKeyVault(deps: KeyVaultDeps): ServicePart {
  const nameIn = (host: string): string | undefined =>
    host.endsWith(`.${deps.vaultSuffix}`) ? host.slice(0, -deps.vaultSuffix.length - 1) : undefined;
  const vaultAt = (host: string): Vault | undefined => {
    const name = nameIn(host);
    return name === undefined || name.includes(".") ? undefined : deps.vaultOf(name);
  };
  const wall: Wall = async (request) => {
    const vault = vaultAt(request.url.hostname);
    const answer =
      vault === undefined
        ? armError(404, "VaultNotFound", `The vault at '${request.url.hostname}' does not exist.`)
        : await answerTo(request, vault, deps);
    return dress(answer, request, vault, deps);
  };
  return {
    owns: (host) => nameIn(host) !== undefined,
    serves: (host) => vaultAt(host) !== undefined,
    wall,
  };
}

async function answerTo(request: WallRequest, vault: Vault, deps: KeyVaultDeps): Promise<WallResponse> {
  // The challenge comes before everything else: by it a client learns whom to ask for a token.
  const caller = callerOf(request.headers["authorization"], { ...deps, audience: `https://${deps.vaultSuffix}` });
  if ("status" in caller) return caller;
  try {
    const query = readQuery(request.url);
    checkVersion(query.get("api-version"));
    const { operation, parameters } = match(request);
    const { name } = parameters;
    if (name !== undefined && operation.path.includes("{name}")) checkName(name);
    for (const one of query.keys())
      if (one !== "api-version" && operation.query?.includes(one) !== true)
        throw badParameter(`The query parameter '${one}' is not known to this operation.`);
    authorize(vault, caller, operation, name, deps.access);
    const now = deps.clock.now();
    settleDeletions(deps.objects, vault.instance, now);
    await settleOrders(vault, now, deps);
    const body = readBody(request.body, operation.body ?? {});
    const call: VaultCall = { vault, request, caller, parameters, query, body, now };
    return await operation.run(call, deps);
  } catch (error) {
    if (error instanceof VaultRefusal) return refusalAnswer(error);
    throw error;
  }
}

function readQuery(url: URL): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (query.has(name)) throw badParameter(`The query parameter '${name}' is given twice.`);
    query.set(name, value);
  }
  return query;
}

/** The operation of a path, and the parts that it names. Fixed parts win over named ones; their case does not matter. */
function match({ method, url }: WallRequest): { operation: VaultOperation; parameters: Record<string, string> } {
  const given = url.pathname.replace(/^\/+|\/+$/g, "").split("/");
  const here = vaultOperations.flatMap((operation) => {
    const parameters = matchPath(operation.path.slice(1).split("/"), given);
    return parameters === undefined ? [] : [{ operation, parameters }];
  });
  const count = (one: (typeof here)[number]) => Object.keys(one.parameters).length;
  const [found] = here.filter(({ operation }) => operation.method === method).sort((a, b) => count(a) - count(b));
  if (found !== undefined) return found;
  if (here.length === 0)
    throw new VaultRefusal(404, "NotFound", `The emulated Key Vault serves no ${method} ${url.pathname}.`);
  throw new VaultRefusal(
    405,
    "MethodNotAllowed",
    `The method ${method} is not allowed at ${url.pathname}; it takes ${here.map(({ operation }) => operation.method).join(", ")}.`,
  );
}

function matchPath(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (!part.startsWith("{")) {
      if (part.toLowerCase() !== value.toLowerCase()) return undefined;
    } else if (value === "") return undefined;
    else parameters[part.slice(1, -1)] = value;
  }
  return parameters;
}

/** The headers of every answer. */
function dress(
  answer: WallResponse,
  request: WallRequest,
  vault: Vault | undefined,
  { random }: KeyVaultDeps,
): WallResponse {
  const clientRequestId = request.headers["x-ms-client-request-id"];
  return withHeaders(answer, {
    "cache-control": "no-cache",
    pragma: "no-cache",
    expires: "-1",
    "x-ms-request-id": random.uuid(),
    ...(clientRequestId === undefined ? {} : { "x-ms-client-request-id": clientRequestId }),
    ...(vault === undefined ? {} : { "x-ms-keyvault-region": vault.location }),
    "strict-transport-security": "max-age=31536000;includeSubDomains",
    "x-content-type-options": "nosniff",
  });
}
