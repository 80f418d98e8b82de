import type { CheckAccess } from "./access/check-access.ts";
import { callerOf } from "./caller.ts";
import type { Ground } from "./cloud-deps.ts";
import { type Counts, createCounts } from "./counts.ts";
import { byHost, isUnder, type ServicePart } from "./names/hosts.ts";
import type { Wall } from "./wall/wall.ts";

/** Who answers at the cloud's own address and at the names of its services. */
interface Behind {
  arm: Wall;
  checkAccess: CheckAccess;
  services: readonly ServicePart[];
}

/** What all calls come in by. */
export interface Front {
  wall: Wall;
  counts: Counts;
}

/** What lies in a subscription is ARM's alone; the others that answer at the one address have paths of their own. */
const inSubscription = /^\/subscriptions\//i;

/** Leads calls to whose host and path they name, with the armed faults before them; all are counted. */
export function createFront(ground: Ground, { arm, checkAccess, services }: Behind): Front {
  const { base, configuration, faults, identity, identities } = ground;
  const { suffix } = configuration;
  const atOwnPath: Wall = async (request) =>
    checkAccess.answer(request) ?? (await identity.answer(request)) ?? arm(request);
  const atHome: Wall = (request) => (inSubscription.test(request.url.pathname) ? arm(request) : atOwnPath(request));
  const elsewhere = byHost(services, suffix, atHome);
  const home = new URL(base).hostname;
  const served: Wall = (request) => (request.url.hostname === home ? atHome : elsewhere)(request);
  const counts = createCounts((host) => (isUnder(suffix, host) ? `*${host.slice(host.indexOf("."))}` : undefined));
  return { wall: counts.around(faults.around(served, callerOf(identities.firstPartyClientId))), counts };
}
