import type { Cloud, JsonObject } from "@aro/api";
import type { Log } from "@aro/telemetry";
import type { ComputeManagementClient } from "@azure/arm-compute";
import type { DnsManagementClient } from "@azure/arm-dns";
import type { NetworkManagementClient } from "@azure/arm-network";
import type { ResourceManagementClient } from "@azure/arm-resources";
import type { DeploymentsClient } from "@azure/arm-resourcesdeployments";
import type { TokenCredential } from "@azure/core-auth";
import {
  bearerTokenAuthenticationPolicyName,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import {
  type AccessQuestion,
  checkAccessAddress,
  checkAccessBody,
  checkAccessScope,
  deniedIn,
} from "./check-access.ts";
import { Kept } from "./kept.ts";
import { identifyPolicy } from "./pipeline/identify.ts";
import { logCallsPolicy } from "./pipeline/log-calls.ts";
import { raisePolicy } from "./pipeline/raise.ts";
import { retryPolicy } from "./pipeline/retry.ts";
import { signInPolicy } from "./pipeline/sign-in.ts";
import type { Waits } from "./retry-transient.ts";
import { armScope } from "./token-claims.ts";

/** An answer of ARM to {@link AzureClients.call}. */
export interface ArmAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Parsed body; undefined when there was none. */
  body: unknown;
}

/** A call of ARM that no typed client makes. */
export interface ArmCall {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** A path below ARM, or an absolute address ARM itself gave us. */
  path: string;
  /** Added unless the path has one. */
  apiVersion?: string;
  query?: Readonly<Record<string, string>>;
  body?: JsonObject;
  /** A POST that may be sent twice without doing twice: what was not answered, or answered with 5xx, is sent again like a GET. */
  repeatable?: boolean;
}

/** Clients of one identity in one subscription for one operation. All fail with AzureError; each is loaded when first asked for. */
export interface AzureClients {
  readonly subscriptionId: string;
  network(): Promise<NetworkManagementClient>;
  resources(): Promise<ResourceManagementClient>;
  deployments(): Promise<DeploymentsClient>;
  compute(): Promise<ComputeManagementClient>;
  dns(): Promise<DnsManagementClient>;
  /** Calls ARM through the same pipeline: for poll addresses and for lists without a typed client. @throws AzureError for answers of 400 or more. */
  call(call: ArmCall, signal: AbortSignal): Promise<ArmAnswer>;
  /** Which of the actions somebody may not do, asked of the region's own service (spec 03 §11.2). @throws AzureError when it does not say. */
  deniedActions(region: string, question: AccessQuestion, signal: AbortSignal): Promise<string[]>;
  /** Makes later clients sign in again (spec 03 §2.1, rebuilding the authorizer). */
  renew(): void;
}

export interface ClientFactoryDeps extends Waits {
  cloud: Cloud;
  /** How ARM is reached; the library's own when absent. */
  httpClient?: HttpClient;
  /** Put before the SDK's own words, such as `aro/1.2`. */
  userAgent: string;
}

/** Makes clients; one per process (decision 6). */
export type ClientFactory = (identity: {
  credential: TokenCredential;
  subscriptionId: string;
  /** x-ms-correlation-request-id of the operation (ARM-HDR-02). */
  correlationId?: string;
  log: Log;
  /** Forgets tokens: all by {@link AzureClients.renew}; one that was refused before its time, if the credential would give it again. */
  forgetTokens?: (refused?: string) => void;
}) => AzureClients;

/** The one place where SDK clients are made: endpoint, audience in both spellings, our retries, identification, logging and errors. */
export function createClientFactory(deps: ClientFactoryDeps): ClientFactory {
  const { cloud, clock, random, userAgent } = deps;
  const httpClient = deps.httpClient ?? createDefaultHttpClient();
  const scopes = [armScope(cloud)];
  const armHost = new URL(cloud.resourceManager).host;
  return ({ credential, subscriptionId, correlationId, log, forgetTokens }) => {
    const options = {
      endpoint: cloud.resourceManager,
      // SDK generations differ in the name under which they take the audience.
      credentials: { scopes },
      credentialScopes: scopes,
      retryOptions: { maxRetries: 0 },
      userAgentOptions: { userAgentPrefix: userAgent },
      httpClient,
    };
    const adapt = (pipeline: Pipeline, audience = scopes, repeatable?: () => boolean): void => {
      pipeline.removePolicy({ name: "defaultRetryPolicy" });
      pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
      pipeline.addPolicy(signInPolicy({ credential, scopes: audience, forget: forgetTokens }));
      pipeline.addPolicy(raisePolicy(clock), { phase: "Serialize" });
      pipeline.addPolicy(identifyPolicy(random, correlationId), { phase: "Serialize" });
      pipeline.addPolicy(retryPolicy(deps, repeatable), { phase: "Retry" });
      pipeline.addPolicy(logCallsPolicy(log, clock), { afterPhase: "Retry" });
    };
    const kept = new Kept();
    const pipelineFor = (name: string, audience: string[], repeatable?: () => boolean) =>
      kept.once(name, async () => {
        const pipeline = createPipelineFromOptions(options);
        adapt(pipeline, audience, repeatable);
        return pipeline;
      });
    return {
      subscriptionId,
      ...typedClients(kept, credential, subscriptionId, options, adapt),
      call: async (call, signal) => {
        const request = requestOf(call, address(cloud.resourceManager, armHost, call), signal);
        const pipeline = call.repeatable ? pipelineFor("repeatable", scopes, () => true) : pipelineFor("plain", scopes);
        return answer(await (await pipeline).sendRequest(httpClient, request));
      },
      deniedActions: async (region, question, signal) => {
        const pipeline = await pipelineFor("access", [checkAccessScope(cloud)], () => true);
        const body = checkAccessBody(question);
        const request = requestOf({ method: "POST", path: "", body }, checkAccessAddress(cloud, region), signal);
        return deniedIn(answer(await pipeline.sendRequest(httpClient, request)).body, question.actions);
      },
      renew: () => {
        forgetTokens?.();
        kept.clear();
      },
    };
  };
}

type TypedClients = Omit<AzureClients, "subscriptionId" | "call" | "deniedActions" | "renew">;

/** The SDK's clients, each loaded and made when it is first asked for; all of them cost 0.8 s and 170 MB (decision 6). */
function typedClients(
  kept: Kept,
  credential: TokenCredential,
  subscriptionId: string,
  options: { endpoint: string },
  adapt: (pipeline: Pipeline) => void,
): TypedClients {
  const adapted = <Client extends { pipeline: Pipeline }>(client: Client): Client => {
    adapt(client.pipeline);
    return client;
  };
  return {
    network: () =>
      kept.once("network", async () => {
        const { NetworkManagementClient } = await import("@azure/arm-network");
        return adapted(new NetworkManagementClient(credential, subscriptionId, options));
      }),
    resources: () =>
      kept.once("resources", async () => {
        const { ResourceManagementClient } = await import("@azure/arm-resources");
        return adapted(new ResourceManagementClient(credential, subscriptionId, options));
      }),
    deployments: () =>
      kept.once("deployments", async () => {
        const { DeploymentsClient } = await import("@azure/arm-resourcesdeployments");
        return adapted(new DeploymentsClient(credential, subscriptionId, options));
      }),
    compute: () =>
      kept.once("compute", async () => {
        const { ComputeManagementClient } = await import("@azure/arm-compute");
        return adapted(new ComputeManagementClient(credential, subscriptionId, options));
      }),
    dns: () =>
      kept.once("dns", async () => {
        const { DnsManagementClient } = await import("@azure/arm-dns");
        return adapted(new DnsManagementClient(credential, subscriptionId, options));
      }),
  };
}

const requestOf = ({ method, body }: ArmCall, url: string, abortSignal: AbortSignal): PipelineRequest =>
  createPipelineRequest({
    url,
    method,
    abortSignal,
    headers: createHttpHeaders({
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** The address of a call. @throws Error when it leaves ARM: our token must not go elsewhere, whatever a poll address says. */
function address(endpoint: string, armHost: string, { path, apiVersion, query }: ArmCall): string {
  const url = path.startsWith("/") ? new URL(endpoint + path) : new URL(path);
  if (url.protocol !== "https:" || (url.host !== armHost && !url.host.endsWith(`.${armHost}`)))
    throw new Error(`the address ${url.origin}${url.pathname} is not below ${endpoint}`);
  if (apiVersion !== undefined && !url.searchParams.has("api-version")) url.searchParams.set("api-version", apiVersion);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url.href;
}

function answer(response: PipelineResponse): ArmAnswer {
  const text = response.bodyAsText ?? "";
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    throw new Error(`ARM answered ${response.status} with a body that is not JSON`, { cause: error });
  }
  return { status: response.status, headers: response.headers.toJSON(), body };
}
