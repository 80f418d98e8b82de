import type { Directory } from "./directory.ts";

/** The two ids of an identity's principal: `clientId` names it to the token endpoint, `objectId` in role assignments. */
export interface PrincipalIds {
  objectId: string;
  clientId: string;
}

/** What the providers of identities need of the directory: nothing but a principal for each. */
export interface Principals {
  /** Makes the service principal of a managed identity. `resourceId` is the identity's address, by which others find it. */
  createManagedIdentity(wanted: { displayName: string; resourceId?: string }): PrincipalIds;
  /** Forgets it for good: a managed identity's principal goes with it, and is not among the deleted items. */
  removeManagedIdentity(clientId: string): void;
  /** The principal of the managed identity at an address of ARM. */
  managedIdentityAt(resourceId: string): PrincipalIds | undefined;
  /** A principal of any kind by its object id, once it is seen: what role assignments ask. */
  principalOf(objectId: string): { kind: "User" | "Group" | "ServicePrincipal"; displayName: string } | undefined;
  /** Ids of the groups that an object is in, through groups in groups too. */
  groupsOf(objectId: string): readonly string[];
}

const kinds = { user: "User", group: "Group", servicePrincipal: "ServicePrincipal" } as const;

/** The directory as the providers see it. */
export const principalsOf = ({ objects, links }: Directory, uuid: () => string): Principals => ({
  createManagedIdentity: ({ displayName, resourceId }) => {
    const { id, appId = "" } = objects.add({
      kind: "servicePrincipal",
      appId: uuid(),
      displayName,
      ...(resourceId === undefined ? {} : { name: resourceId }),
      members: {
        servicePrincipalType: "ManagedIdentity",
        alternativeNames: resourceId === undefined ? [] : ["isExplicit=True", resourceId],
      },
    });
    return { objectId: id, clientId: appId };
  },
  removeManagedIdentity: (clientId) => {
    const principal = objects.byAppId("servicePrincipal", clientId);
    if (principal?.members["servicePrincipalType"] === "ManagedIdentity") objects.purge(principal.id);
  },
  managedIdentityAt: (resourceId) => {
    const principal = objects.byName(resourceId);
    if (principal?.kind !== "servicePrincipal") return undefined;
    return { objectId: principal.id, clientId: principal.appId ?? "" };
  },
  principalOf: (objectId) => {
    const object = objects.get(objectId);
    if (object === undefined || object.kind === "application" || !objects.isVisible(object)) return undefined;
    return { kind: kinds[object.kind], displayName: object.displayName };
  },
  groupsOf: (objectId) => links.groupsOf(objectId),
});
