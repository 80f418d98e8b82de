import type { Responder } from "@aro/azure/testing";

/** A size as the region offers it. */
export interface OfferedSize {
  zones: string[];
  cores: number;
  family: string;
  encryptionAtHost: boolean;
  restriction?: string;
}

/** What a subscription may have in its region. */
export interface Subscription {
  sizes: Record<string, OfferedSize>;
  /** Limit and use by name. */
  compute: Record<string, { limit: number; used: number }>;
  network: Record<string, { limit: number; used: number }>;
  /** States of providers that are not registered, by name. */
  providers: Record<string, string>;
  /** States of features, by name. */
  features: Record<string, string>;
}

/** One in which a cluster can be made. */
export const ampleSubscription = (): Subscription => ({
  sizes: {
    Standard_D8s_v5: { zones: ["3", "1", "2"], cores: 8, family: "standardDSv5Family", encryptionAtHost: true },
    Standard_D4s_v5: { zones: ["1", "2", "3"], cores: 4, family: "standardDSv5Family", encryptionAtHost: true },
  },
  compute: {
    cores: { limit: 1_000, used: 0 },
    virtualMachines: { limit: 1_000, used: 0 },
    PremiumDiskCount: { limit: 1_000, used: 0 },
    standardDSv5Family: { limit: 1_000, used: 0 },
  },
  network: { PublicIPAddresses: { limit: 100, used: 0 } },
  providers: {},
  features: {},
});

/** What ARM answers about it. */
export function subscriptionAnswers(subscription: Subscription): Responder {
  const usages = (counted: Subscription["compute"]) => ({
    status: 200,
    body: {
      value: Object.entries(counted).map(([value, { limit, used: currentValue }]) => ({
        name: { value, localizedValue: `Count of ${value}` },
        currentValue,
        limit,
      })),
    },
  });
  return ({ host, method, path }) => {
    if (host !== "arm.test" || method !== "GET") return undefined;
    const [, below = ""] = /^\/subscriptions\/[^/]+\/providers\/(.+)$/.exec(path) ?? [];
    if (below === "Microsoft.Compute/skus") return { status: 200, body: { value: skus(subscription) } };
    if (/^Microsoft\.Compute\/locations\/eastus\/usages$/.test(below)) return usages(subscription.compute);
    if (/^Microsoft\.Network\/locations\/eastus\/usages$/.test(below)) return usages(subscription.network);
    const [, feature] = /^Microsoft\.Features\/providers\/Microsoft\.Compute\/features\/(.+)$/.exec(below) ?? [];
    if (feature !== undefined)
      return { status: 200, body: { properties: { state: subscription.features[feature] ?? "NotRegistered" } } };
    if (/^Microsoft\.\w+$/.test(below))
      return { status: 200, body: { registrationState: subscription.providers[below] ?? "Registered" } };
    return undefined;
  };
}

const skus = ({ sizes }: Subscription) =>
  Object.entries(sizes).map(([name, { zones, cores, family, encryptionAtHost, restriction }]) => ({
    resourceType: "virtualMachines",
    name,
    family,
    locationInfo: [{ location: "eastus", zones }],
    capabilities: [
      { name: "vCPUs", value: String(cores) },
      { name: "EncryptionAtHostSupported", value: encryptionAtHost ? "True" : "False" },
    ],
    restrictions: restriction === undefined ? [] : [{ type: "Location", values: ["eastus"], reasonCode: restriction }],
  }));
