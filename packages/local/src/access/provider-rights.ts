import { Rows } from "../documents/rows.ts";
import type { Durable } from "../state/durable.ts";
import { compilePermissions, type Permission } from "./permissions.ts";
import { groupOf, subscriptionOf } from "./scopes.ts";

/** What providers' own principals may do without any assignment. */
export interface ProviderRights {
  /** Whether it is the principal of a provider. */
  isProvider(objectId: string): boolean;
  allows(objectId: string, action: string, scope: string, data: boolean): boolean;
  permissionsAt(objectId: string, scope: string): readonly Permission[];
}

/** A role that comes with a provider's manifest. */
export interface ServiceRole {
  id: string;
  name: string;
  permissions: readonly Permission[];
}

/** What a provider's manifest authorises its principal to: one role where it is registered, one in groups that its resources manage. */
export interface ProviderAuthorization {
  namespace: string;
  role: ServiceRole;
  managedByRole: ServiceRole;
}

const permission = (...actions: string[]): Permission[] => [
  { actions, notActions: [], dataActions: [], notDataActions: [] },
];

/**
 * The authorisation of our own provider. Names and ids of its two roles, all of the second and of the first what is about
 * deny assignments, resource groups and features are as `az provider permission list` shows them; the reading of roles, sizes and
 * quotas is assumed: the service asks for them in customers' subscriptions (spec 01 §6.2.1, spec 03 §11).
 */
export const redHatOpenShiftAuthorization: ProviderAuthorization = {
  namespace: "Microsoft.RedHatOpenShift",
  role: {
    id: "640c5ac9-6f32-4891-94f4-d20f7aa9a7e6",
    name: "AzureRedHatOpenShiftRP Service Role",
    permissions: permission(
      "Microsoft.Authorization/*/read",
      "Microsoft.Authorization/denyAssignments/write",
      "Microsoft.Authorization/denyAssignments/delete",
      "Microsoft.Compute/locations/usages/read",
      "Microsoft.Compute/skus/read",
      "Microsoft.Features/features/read",
      "Microsoft.Features/providers/features/read",
      "Microsoft.Network/locations/usages/read",
      "Microsoft.Resources/*/read",
      "Microsoft.Resources/subscriptions/resourceGroups/write",
    ),
  },
  managedByRole: {
    id: "9e3af657-a8ff-583c-a75c-2fe7c4bcb635",
    name: "Service Owner role",
    permissions: permission("*"),
  },
};

interface Deps {
  durable: Durable;
  /** Object id of the provider's principal; undefined while the tenant has none. */
  principal(): string | undefined;
  authorization: ProviderAuthorization;
  /** Whether a subscription (lower case) is registered with the provider. */
  isRegistered(subscriptionId: string): boolean;
}

/**
 * The rights of one provider's principal. They are read as they are asked for: registrations and groups change, and no cache is told.
 */
export function providerRights({ durable, principal, authorization, isRegistered }: Deps): ProviderRights {
  const service = compilePermissions(authorization.role.permissions);
  const owner = compilePermissions(authorization.managedByRole.permissions);
  const rows = new Rows(durable);
  const marker = `/providers/${authorization.namespace.toLowerCase()}/`;
  const isProvider = (objectId: string) => objectId !== "" && objectId.toLowerCase() === principal()?.toLowerCase();
  const rolesAt = (objectId: string, scope: string) => {
    if (!isProvider(objectId)) return [];
    const [subscription, group] = [subscriptionOf(scope), groupOf(scope)];
    const by = group === undefined ? undefined : rows.get(group)?.body["managedBy"];
    return [
      ...(subscription !== undefined && isRegistered(subscription) ? [service] : []),
      ...(typeof by === "string" && by.toLowerCase().includes(marker) ? [owner] : []),
    ];
  };
  return {
    isProvider,
    allows: (objectId, action, scope, data) => rolesAt(objectId, scope).some((role) => role.holds(action, data)),
    permissionsAt: (objectId, scope) => rolesAt(objectId, scope).flatMap((role) => role.list),
  };
}
