import type { Keyring } from "../pki/keyring.ts";
import type { Directory } from "./directory.ts";
import type { Identities } from "./identities.ts";
import { type GraphRole, graphRoles, type KnownResource, knownClients, knownResources } from "./well-known.ts";

/** Microsoft's own tenant, to which the applications belong that are in every tenant. */
const microsoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
/** The directory role Global Administrator, the same everywhere. */
export const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

/** Groups that are there from the start. */
const seededGroups = [
  { displayName: "Cluster administrators", mailNickname: "cluster-administrators" },
  { displayName: "SRE", mailNickname: "sre" },
  { displayName: "SRE elevated", mailNickname: "sre-elevated" },
] as const;

type SeededGroup = (typeof seededGroups)[number]["mailNickname"];

/** People who are there from the start; `name` stands before the `@`. `role` is what they hold on the first subscription. */
export const seededUsers: readonly {
  name: string;
  givenName: string;
  surname: string;
  jobTitle: string;
  groups: readonly SeededGroup[];
  role?: "Owner" | "Reader";
  directoryRoles?: readonly string[];
}[] = [
  {
    name: "admin",
    givenName: "Ada",
    surname: "Admin",
    jobTitle: "Customer administrator",
    groups: ["cluster-administrators"],
    role: "Owner",
    directoryRoles: [globalAdministrator],
  },
  {
    name: "reader",
    givenName: "Rita",
    surname: "Reader",
    jobTitle: "Customer, may look",
    groups: [],
    role: "Reader",
  },
  {
    name: "sre",
    givenName: "Sam",
    surname: "Elevated",
    jobTitle: "Site reliability engineer, elevated",
    groups: ["sre", "sre-elevated"],
  },
  {
    name: "support",
    givenName: "Sue",
    surname: "Support",
    jobTitle: "Site reliability engineer",
    groups: ["sre"],
  },
];

/** What the owner may do in the directory, so that `az ad` works from the first minute. */
const ownerRoles: readonly GraphRole[] = [
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "User.ReadWrite.All",
  "Group.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All",
];

export const ownerName = "aro local owner";

/** Makes who is there from the start, once: what a person removes stays removed, but for the two principals that nothing works without. */
export function seedDirectory(
  directory: Directory,
  { identities, keyring, suffix }: { identities: Identities; keyring: Keyring; suffix: string },
): void {
  const { firstPartyClientId, ownerClientId, ownerSecret } = identities;
  const { objects } = directory;
  const first = objects.byAppId("servicePrincipal", knownResources.graph.appId) === undefined;
  directory.ensure({ appId: firstPartyClientId, displayName: "Azure Red Hat OpenShift RP" });
  directory.addCertificate(firstPartyClientId, keyring["first-party"].certificate);
  const made = directory.find(ownerClientId) === undefined;
  const owner = directory.ensure({ appId: ownerClientId, displayName: ownerName });
  directory.addCertificate(ownerClientId, keyring.owner.certificate);
  if (made) directory.addSecret(ownerClientId, { value: ownerSecret });
  if (!first) return;
  for (const { appId, displayName, ...known } of [...Object.values<KnownResource>(knownResources), ...knownClients]) {
    const { appRoles = [] } = known as Partial<KnownResource>;
    const members = { servicePrincipalType: "Application", appOwnerOrganizationId: microsoftTenant, appRoles };
    objects.add({ kind: "servicePrincipal", appId, displayName, members });
  }
  const graph = objects.byAppId("servicePrincipal", knownResources.graph.appId);
  for (const { id, value } of graphRoles)
    if (graph !== undefined && ownerRoles.includes(value))
      directory.roleGrants.add({ principalId: owner.objectId, resourceId: graph.id, appRoleId: id });
  seedPeople(directory, suffix);
}

function seedPeople({ objects, links }: Directory, suffix: string): void {
  const groups = new Map(
    seededGroups.map(({ displayName, mailNickname }) => {
      const members = { mailNickname, mailEnabled: false, securityEnabled: true, groupTypes: [] };
      return [mailNickname, objects.add({ kind: "group", displayName, members }).id] as const;
    }),
  );
  for (const { name, givenName, surname, jobTitle, groups: of, directoryRoles = [] } of seededUsers) {
    const upn = `${name}@${suffix}`;
    const members = {
      accountEnabled: true,
      givenName,
      surname,
      jobTitle,
      mail: upn,
      mailNickname: name,
      directoryRoles,
    };
    const user = objects.add({ kind: "user", name: upn, displayName: `${givenName} ${surname}`, members });
    for (const group of of) links.add("member", groups.get(group) ?? "", user.id);
  }
}
