/** The official Azure SDKs speaking to the emulated ARM in the same process: what tests of the resource engine use. */

import { type Clock, seededRandom, systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { ComputeManagementClient } from "@azure/arm-compute";
import { ManagementLockClient } from "@azure/arm-locks";
import { ManagedServiceIdentityClient } from "@azure/arm-msi";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import { DeploymentsClient } from "@azure/arm-resourcesdeployments";
import { StorageManagementClient } from "@azure/arm-storage";
import { createHttpHeaders, type HttpClient } from "@azure/core-rest-pipeline";
import { createResources, type Resources, type ResourcesDeps } from "../src/arm/resources.ts";
import type { Principals } from "../src/entra/principals.ts";
import type { ExternalResources, Timing } from "../src/resources/surroundings.ts";
import { type Durable, openDurable } from "../src/state/durable.ts";
import type { ArmPart, Principal } from "../src/wall/arm-call.ts";

export const subscription = "00000000-1111-2222-3333-444444444444";
export const tenant = "99999999-8888-7777-6666-555555555555";

/** Who the tests are. */
export const principal: Principal = {
  objectId: "aaaaaaaa-0000-0000-0000-000000000001",
  tenantId: tenant,
  kind: "ServicePrincipal",
  appId: "aaaaaaaa-0000-0000-0000-00000000000a",
  name: "aaaaaaaa-0000-0000-0000-00000000000a",
};

/** A plain call: method, path with query, body; answers status, headers and parsed body. */
export type Plain = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<PlainAnswer>;
export interface PlainAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely
  body: any;
  text: string;
}

const random = seededRandom(7);

/** Sends a call to a part of ARM as a listener would. */
export const plainClient =
  (part: ArmPart, as: Principal = principal): Plain =>
  async (method, path, body, headers = {}) => {
    const bytes =
      body === undefined
        ? new Uint8Array()
        : body instanceof Uint8Array
          ? body
          : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
    const response = await part({
      request: {
        method,
        url: new URL(path, "https://localhost:18443"),
        headers: { "content-type": "application/json", ...headers },
        body: bytes,
        signal: new AbortController().signal,
      },
      principal: as,
      requestId: random.uuid(),
      correlationId: random.uuid(),
    });
    if (response === undefined) return { status: 0, headers: {}, body: undefined, text: "" };
    const text = new TextDecoder().decode(response.body);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };

/** An HTTP client of the SDKs whose far side is a part of ARM. */
function httpClient(part: ArmPart, as: Principal = principal): HttpClient {
  const send = plainClient(part, as);
  return {
    sendRequest: async (request) => {
      const answer = await send(
        request.method,
        request.url,
        request.body === undefined || request.body === null ? undefined : String(request.body),
        request.headers.toJSON(),
      );
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders({ ...answer.headers }),
        bodyAsText: answer.text,
      };
    },
  };
}

/** Everything a test needs of one emulated ARM. */
export interface InProcess extends AsyncDisposable {
  resources: Resources;
  durable: Durable;
  plain: Plain;
  network: NetworkManagementClient;
  groups: ResourceManagementClient;
  deployments: DeploymentsClient;
  storage: StorageManagementClient;
  authorization: AuthorizationManagementClient;
  locks: ManagementLockClient;
  identities: ManagedServiceIdentityClient;
  compute: ComputeManagementClient;
  /** Any other client of the SDKs, connected likewise. */
  client<Client>(make: ClientClass<Client>): Client;
}

/** A management client as the SDKs have it. */
type ClientClass<Client> = new (
  credential: { getToken: () => Promise<{ token: string; expiresOnTimestamp: number }> },
  subscriptionId: string,
  options: { endpoint: string; httpClient: HttpClient; retryOptions: { maxRetries: number } },
) => Client;

/** Starts an emulated ARM in memory (or over `durable`) with all the SDKs connected to it. */
export function inProcess(
  options: {
    durable?: Durable;
    clock?: Clock;
    timing?: Timing;
    seed?: number;
    externalResources?: ExternalResources;
    locations?: readonly string[];
    principals?: Principals;
    kubeconfigOf?: ResourcesDeps["kubeconfigOf"];
    hasFeature?: (subscription: string, feature: string) => boolean;
  } = {},
): InProcess {
  const durable = options.durable ?? openDurable(":memory:");
  const resources = createResources({
    durable,
    clock: options.clock ?? systemClock,
    random: seededRandom(options.seed ?? 1),
    log: silentLog,
    timing: options.timing ?? { scale: 1_000, holdMilliseconds: 1_000 },
    suffixes: {
      storage: "core.test",
      keyVaultDns: "vault.core.test",
      acrLoginServer: "core.test",
      cluster: "core.test",
    },
    ...(options.locations === undefined ? {} : { locations: options.locations }),
    ...(options.principals === undefined ? {} : { principals: options.principals }),
    ...(options.kubeconfigOf === undefined ? {} : { kubeconfigOf: options.kubeconfigOf }),
    ...(options.hasFeature === undefined ? {} : { hasFeature: options.hasFeature }),
    ...(options.externalResources === undefined ? {} : { externalResources: options.externalResources }),
  });
  const credential = { getToken: async () => ({ token: "token", expiresOnTimestamp: 4_000_000_000_000 }) };
  const common = {
    endpoint: "https://localhost:18443",
    httpClient: httpClient(resources),
    retryOptions: { maxRetries: 0 },
  };
  return {
    resources,
    durable,
    plain: plainClient(resources),
    network: new NetworkManagementClient(credential, subscription, common),
    groups: new ResourceManagementClient(credential, subscription, common),
    deployments: new DeploymentsClient(credential, subscription, common),
    storage: new StorageManagementClient(credential, subscription, common),
    authorization: new AuthorizationManagementClient(credential, subscription, common),
    locks: new ManagementLockClient(credential, subscription, common),
    identities: new ManagedServiceIdentityClient(credential, subscription, common),
    compute: new ComputeManagementClient(credential, subscription, common),
    client: (make) => new make(credential, subscription, common),
    [Symbol.asyncDispose]: async () => {
      await resources[Symbol.asyncDispose]();
      durable[Symbol.dispose]();
    },
  };
}
