import type { ErrorCode, Finding } from "@aro/api";
import type { Principal } from "./principals.ts";
import type { Validation } from "./validation.ts";

/** Something that is used by the cluster and is not the cluster's own. */
export interface Place {
  kind: keyof typeof needed;
  id: string;
  /** Where in the request it is named, or what it belongs to is. */
  target: string;
}

const inNetwork = (...actions: string[]) => actions.map((action) => `Microsoft.Network/${action}`);

/** What each principal must be allowed to (spec 03 §11.2); `called`: how people name the kind. */
const needed = {
  virtualNetwork: {
    called: "virtual network",
    role: "Network Contributor",
    firstParty: inNetwork("virtualNetworks/read"),
    servicePrincipal: inNetwork("virtualNetworks/join/action", "virtualNetworks/read", "virtualNetworks/write"),
  },
  subnet: {
    called: "subnet",
    role: "Network Contributor",
    firstParty: inNetwork(
      "virtualNetworks/subnets/join/action",
      "virtualNetworks/subnets/read",
      "virtualNetworks/subnets/write",
    ),
    servicePrincipal: inNetwork(
      "virtualNetworks/subnets/join/action",
      "virtualNetworks/subnets/read",
      "virtualNetworks/subnets/write",
    ),
  },
  routeTable: {
    called: "route table",
    role: "Network Contributor",
    firstParty: inNetwork("routeTables/join/action", "routeTables/read"),
    servicePrincipal: inNetwork("routeTables/join/action", "routeTables/read", "routeTables/write"),
  },
  natGateway: {
    called: "NAT gateway",
    role: "Network Contributor",
    firstParty: inNetwork("natGateways/join/action"),
    servicePrincipal: inNetwork("natGateways/join/action", "natGateways/read", "natGateways/write"),
  },
  securityGroup: {
    called: "network security group",
    role: "Network Contributor",
    firstParty: inNetwork("networkSecurityGroups/join/action", "networkSecurityGroups/read"),
    servicePrincipal: inNetwork("networkSecurityGroups/join/action"),
  },
  diskEncryptionSet: {
    called: "disk encryption set",
    role: "Reader",
    firstParty: ["Microsoft.Compute/diskEncryptionSets/read"],
    servicePrincipal: ["Microsoft.Compute/diskEncryptionSets/read"],
  },
} as const;

/** Something that somebody must be allowed to and is not. */
export interface Lacking {
  principal: Principal;
  place: Place;
  actions: readonly string[];
}

/**
 * Asks for all principals and places at once, and again for those that lack something while roles may be spreading. One wait serves all of
 * them: six minutes in all, not for each (spec 03 §11.2).
 */
export async function lackingPermissions(
  validation: Validation,
  principals: readonly Principal[],
  places: readonly Place[],
  signal: AbortSignal,
): Promise<Lacking[]> {
  const { clients, region, clock, durations, awaitRoles } = validation;
  const distinct = [...Map.groupBy(places, ({ id }) => id.toLowerCase()).values()].flatMap(([first]) => first ?? []);
  let lacking: Lacking[] = principals.flatMap((principal) =>
    distinct.map((place) => ({ principal, place, actions: needed[place.kind][principal.kind] })),
  );
  const until = clock.monotonic() + durations.checkAccessLimit;
  for (;;) {
    const answered = await Promise.all(
      lacking.map(async ({ principal, place }) => {
        const actions = needed[place.kind][principal.kind];
        const { objectId, groups } = principal;
        const subject = { objectId, ...(groups === undefined ? {} : { groups }) };
        const denied = await clients.deniedActions(region, { subject, resourceId: place.id, actions }, signal);
        return { principal, place, actions: denied };
      }),
    );
    lacking = answered.filter(({ actions }) => actions.length > 0);
    if (lacking.length === 0 || !awaitRoles || clock.monotonic() >= until) return lacking;
    await clock.sleep(durations.checkAccessPoll, signal);
  }
}

const codes: Readonly<Record<Principal["kind"], ErrorCode>> = {
  firstParty: "InvalidResourceProviderPermissions",
  servicePrincipal: "InvalidServicePrincipalPermissions",
};

/** What to say of it: who, what, where, and the role that helps. What a role on the virtual network mends is not told again of its subnets. */
export function permissionFindings(lacking: readonly Lacking[]): Finding[] {
  const networks = new Set(
    lacking
      .filter(({ place }) => place.kind === "virtualNetwork")
      .map(({ principal, place }) => `${principal.kind} ${place.id.toLowerCase()}`),
  );
  const isMendedAbove = ({ principal, place }: Lacking) =>
    place.kind === "subnet" &&
    networks.has(`${principal.kind} ${place.id.toLowerCase().replace(/\/subnets\/[^/]*$/, "")}`);
  return lacking.filter((one) => !isMendedAbove(one)).map(finding);
}

function finding({ principal, place, actions }: Lacking): Finding {
  const { called, role } = needed[place.kind];
  const who =
    principal.kind === "firstParty"
      ? `The resource provider (service principal '${principal.applicationId}')`
      : `The cluster's service principal '${principal.applicationId}'`;
  const listed = actions.map((action) => `'${action}'`).join(", ");
  return {
    code: codes[principal.kind],
    target: place.target,
    message: `${who} lacks ${listed} on the ${called} '${place.id}'. Give it the role '${role}' there: az role assignment create --assignee-object-id ${principal.objectId} --assignee-principal-type ServicePrincipal --role '${role}' --scope '${place.id}'`,
  };
}
