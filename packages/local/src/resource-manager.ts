import { createFrontDoor } from "./arm/front-door.ts";
import { metadata } from "./arm/metadata.ts";
import { providers } from "./arm/providers.ts";
import { createRateLimit } from "./arm/rate-limit.ts";
import { registrationCheck } from "./arm/registrations.ts";
import { subscriptionCalls } from "./arm/subscription-calls.ts";
import type { AzureResources } from "./azure-resources.ts";
import type { Ground } from "./cloud-deps.ts";
import { openVerifiedTokens } from "./entra/verified-tokens.ts";
import type { Tenancy } from "./tenancy.ts";
import type { Wall } from "./wall/wall.ts";

/** ARM as its callers meet it: its front door before subscriptions, providers and resources. */
export function createResourceManager(ground: Ground, tenancy: Tenancy, azure: AzureResources): Wall {
  const { configuration, base, durable, keyring, identities, scale, clock, random } = ground;
  const { region, suffix, cloudName, throttling } = configuration;
  const { tenantId, firstPartyClientId } = identities;
  const { subscriptions, notifications, authorization } = tenancy;
  const { resources, forwarded, manifests, registrations, count } = azure;
  const signing = keyring["token-signing"];
  return createFrontDoor({
    base,
    tenantId,
    signing,
    tokens: openVerifiedTokens(signing.certificate),
    region,
    subscriptions,
    rateLimit: throttling.enabled
      ? createRateLimit({ clock, speed: () => throttling.speed ?? scale.factor })
      : undefined,
    guard: authorization.guard,
    namespaces: new Set(manifests.map(({ namespace }) => namespace.toLowerCase())),
    clock,
    random,
    open: (request) =>
      metadata(request, {
        base,
        suffix,
        cloudName,
        armClient: keyring["arm-client"],
        clusterAccess: { proxyUrl: ground.proxyUrl(), ca: keyring.ca.certificate },
      }),
    parts: [
      (call) => subscriptionCalls(call, subscriptions, authorization.access),
      (call) => providers(call, { firstPartyClientId, durable, clock, subscriptions, notifications, manifests, count }),
      registrationCheck(registrations),
      forwarded,
      resources,
    ],
  });
}
