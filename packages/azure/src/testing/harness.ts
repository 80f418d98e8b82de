import { type Cloud, type Durations, knownClouds, Secret, scaledDurations } from "@aro/api";
import { seededRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { type ClientFactory, createClientFactory } from "../clients.ts";
import { type Credentials, createCredentials } from "../credentials.ts";
import { type EagerClock, eagerClock } from "./eager-clock.ts";
import { exchange, type Responder, type SeenRequest } from "./exchange.ts";
import { type FakeAccess, fakeAccess } from "./fake-access.ts";
import { type FakeArm, fakeArm } from "./fake-arm.ts";
import { type FakeApplication, fakeEntra } from "./fake-entra.ts";

/** Production credentials and clients against the fakes, on an eager clock. */
export interface FakeAzure {
  cloud: Cloud;
  arm: FakeArm;
  access: FakeAccess;
  clock: EagerClock;
  durations: Durations;
  requests: SeenRequest[];
  /** Requests to ARM that change something, as `PUT /path`. */
  writes(): string[];
  credentials: Credentials;
  clientsFor: ClientFactory;
}

/** A fake Azure; `applications` by client id. `before` may answer ahead of the fakes. */
export function fakeAzure(applications: Readonly<Record<string, FakeApplication>> = {}, before?: Responder): FakeAzure {
  const cloud: Cloud = {
    ...(knownClouds["AzurePublicCloud"] as Cloud),
    resourceManager: "https://arm.test",
    resourceManagerAudience: "https://audience.test",
    authority: "https://login.test",
    checkAccess: { endpoint: "https://{region}.access.test", audience: "https://access.test" },
    instanceDiscovery: false,
  };
  const arm = fakeArm("arm.test");
  const access = fakeAccess("eastus.access.test");
  const responders = [fakeEntra("login.test", applications), access.respond, arm.respond];
  const { httpClient, requests } = exchange(before === undefined ? responders : [before, ...responders]);
  const clock = eagerClock();
  const durations = scaledDurations(1);
  const random = seededRandom(7);
  return {
    cloud,
    arm,
    access,
    clock,
    durations,
    requests,
    writes: () =>
      requests
        .filter(({ host, method }) => host === "arm.test" && method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
    credentials: createCredentials({
      cloud,
      clock,
      random,
      durations,
      httpClient,
      firstParty: { clientId: "first-party", certificate: () => new Secret("unused") },
    }),
    clientsFor: createClientFactory({ cloud, clock, random, durations, httpClient, userAgent: "aro/test" }),
  };
}

/** A credential that needs no token endpoint. */
export const tokenOf = (token = "token") => ({
  getToken: async () => ({ token, expiresOnTimestamp: 4_000_000_000_000 }),
});

/** Clients with a fixed token in subscription `sub`. */
export const plainClients = (azure: FakeAzure, correlationId?: string) =>
  azure.clientsFor({
    credential: tokenOf(),
    subscriptionId: "sub",
    log: silentLog,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
