import { type ClusterDocument, type GatewayDocument, type Sealed, type Sealer, Secret } from "@aro/api";
import { type FakeApplication, type FakeAzure, fakeAzure, tokenOf } from "@aro/azure/testing";
import type { Billing, NewBilling } from "@aro/database";
import { type InstallerEnvironment, installerVariables } from "@aro/hive";
import { seededRandom } from "@aro/runtime";
import { type RunOutcome, runSteps } from "@aro/steps";
import type { ClusterContext, ClusterSettings, Vaults } from "../context.ts";
import { createClusterFlows } from "../create-cluster-flows.ts";
import type { flows } from "../flows.ts";
import { applyTemplates } from "./apply-template.ts";
import { type FakeRun, fakeRun } from "./fake-run.ts";
import { masterSubnetId, networkId, workerSubnetId } from "./sample-cluster.ts";
import { ampleSubscription, type Subscription, subscriptionAnswers } from "./subscription-answers.ts";

/** Seals by saying so; for tests. */
export const plainSealer: Sealer = {
  seal: (clear) => `sealed:${typeof clear === "string" ? clear : Buffer.from(clear).toString("base64")}` as Sealed,
  openText: (value) => new Secret(value.replace(/^sealed:/, "")),
  openBytes: (value) => new Secret(Buffer.from(value.replace(/^sealed:/, ""), "base64")),
};

/** The token of the first party in a tenant. */
export const firstPartyToken = (tenant: string): string =>
  `first-party.${Buffer.from(JSON.stringify({ oid: "fp-oid", appid: "fp-app", tid: tenant })).toString("base64url")}.${tenant}`;

/** A fake Azure with the customer's network and the service's group, and what runs lists of steps against it. */
export interface World {
  azure: FakeAzure;
  billing: { ensured: NewBilling[]; deleted: string[] };
  /** The gateway's records by link; one that is marked goes at the second look. */
  gateway: Map<string, GatewayDocument["gateway"] & { looks?: number }>;
  run: FakeRun;
  context: ClusterContext;
  /** Runs the list of a kind from where the run's progress stands. */
  play(kind: keyof typeof flows, options?: { signal?: AbortSignal; run?: FakeRun }): Promise<RunOutcome>;
  /** Forgets what was asked of Azure so far. */
  forget(): void;
}

export const settings: ClusterSettings = {
  subscriptionId: "rp-sub",
  tenantId: "home-tenant",
  resourceGroup: "rp",
  gatewayResourceGroup: undefined,
  features: new Set(),
  domain: "eastus.aroapp.test",
  location: "eastus",
  environment: "",
  installerEnvironment: Object.fromEntries(installerVariables.map((name) => [name, ""])) as InstallerEnvironment,
  registry: "arointsvc.azurecr.test",
  operatorImage: "arointsvc.azurecr.test/aro:test",
  pullSecret: "",
  imagesOf: (version) => ({ published: `quay.io/${version}`, release: `acr.test/${version}`, installer: "installer" }),
};

/** The gateway of the group `gwy`, with a connection of every endpoint that there comes to be. */
export function haveGateway({ azure }: World, state: { status: string }): void {
  const { arm } = azure;
  const services = "/subscriptions/rp-sub/resourceGroups/gwy/providers/Microsoft.Network/privateLinkServices";
  arm.groups.set("gwy", { name: "gwy" });
  arm.have(`${services}/gateway-pls-001`);
  const before = arm.onWritten;
  arm.onWritten = (resource) => {
    before?.(resource);
    if (resource.type !== "Microsoft.Resources/deployments") return;
    const endpoint = [...arm.resources.values()].find(({ id }) => /privateendpoints\/[^/]+-pe$/i.test(id));
    if (endpoint === undefined) return;
    const properties = {
      privateEndpoint: { id: endpoint.id.toUpperCase() },
      privateLinkServiceConnectionState: { ...state },
      linkIdentifier: "4711",
    };
    arm.have(`${services}/gateway-pls-001/privateEndpointConnections/connection`);
    arm.have(`${services}/gateway-pls-001`, {
      properties: { privateEndpointConnections: [{ name: "connection", properties }] },
    });
  };
}

/** A world around one cluster. */
export async function world(
  document: ClusterDocument,
  options: {
    settings?: Partial<ClusterSettings>;
    applications?: Record<string, FakeApplication>;
    run?: FakeRun;
    vaults?: Vaults;
    subscription?: Subscription;
  } = {},
): Promise<World> {
  const azure = fakeAzure(options.applications ?? { app: { secret: "right", objectId: "sp-oid" } });
  const { arm } = azure;
  applyTemplates(arm);
  arm.views = subscriptionAnswers(options.subscription ?? ampleSubscription());
  arm.groups.set("customer", { name: "customer" });
  arm.groups.set("rp", { name: "rp" });
  arm.have(networkId, { location: "EastUS" });
  arm.have(masterSubnetId, { properties: { addressPrefix: "10.0.0.0/24" } });
  arm.have(workerSubnetId, { properties: { addressPrefixes: ["10.0.2.0/24"] } });
  const billing: World["billing"] = { ensured: [], deleted: [] };
  const records: Pick<Billing, "ensure" | "markDeleted"> = {
    ensure: async (record) => {
      const present = billing.ensured.some(({ id }) => id === record.id);
      if (!present) billing.ensured.push(record);
      return present ? "present" : "created";
    },
    markDeleted: async (id) => {
      if (!billing.ensured.some((record) => record.id === id)) return { outcome: "notFound" };
      billing.deleted.push(id);
      return { outcome: "written", document: {} as never };
    },
  };
  const gateway: World["gateway"] = new Map();
  const gatewayRecords: ClusterContext["gateway"] = {
    read: async (id) => {
      const found = gateway.get(id);
      if (found?.looks !== undefined && found.looks++ > 0) gateway.delete(id);
      return found && gateway.has(id) ? { id, gateway: found, _etag: "1" as never, _ts: 0 } : undefined;
    },
    ensure: async (id, record) => {
      const found = gateway.get(id);
      if (found !== undefined) return found.id === record.id ? "present" : "foreign";
      gateway.set(id, record);
      return "created";
    },
    markDeleting: async (id, clusterId) => {
      const found = gateway.get(id);
      if (found?.id !== clusterId) return { outcome: "notFound" };
      gateway.set(id, { ...found, deleting: true, looks: 0 });
      return { outcome: "written", document: {} as never };
    },
  };
  const life = createClusterFlows({
    clock: azure.clock,
    random: seededRandom(11),
    durations: azure.durations,
    cloud: azure.cloud,
    settings: { ...settings, ...options.settings },
    credentials: { ...azure.credentials, firstParty: (tenant) => tokenOf(firstPartyToken(tenant)) },
    clientsFor: azure.clientsFor,
    sealer: plainSealer,
    billing: records,
    gateway: gatewayRecords,
    ...(options.vaults === undefined ? {} : { vaults: options.vaults }),
    hub: async () => {
      throw new Error("this world has no Hive");
    },
  });
  const never = new AbortController().signal;
  const run = options.run ?? fakeRun(document);
  const context = await life.context(run, "Creating", never);
  return {
    azure,
    billing,
    gateway,
    run,
    context,
    forget: () => void azure.requests.splice(0),
    play: async (kind, { signal = never, run: other = run } = {}) => {
      const at = other === run ? context : await life.context(other, kind, never);
      return runSteps({
        steps: life.flows[kind](at),
        context: at,
        checkpoint: {
          progress: () => other.progress,
          write: async (change) => {
            other.progress = change(other.progress);
          },
        },
        clock: azure.clock,
        durations: azure.durations,
        signal,
        retry: { mayPass: life.failures.isAuthorizationFailure, renew: life.renewAuthorization },
      });
    },
  };
}
