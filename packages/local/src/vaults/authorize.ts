import type { Access } from "../access/access.ts";
import type { VaultCaller, VaultOperation } from "./call.ts";
import { VaultRefusal } from "./refusal.ts";
import type { Vault } from "./vault.ts";

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const text = ({ appId, objectId, issuer }: VaultCaller): string => `appid=${appId};oid=${objectId};iss=${issuer}`;

/** Refuses a caller who may not: by roles where the vault says so, by the vault's own list otherwise. @throws VaultRefusal */
export function authorize(
  vault: Vault,
  caller: VaultCaller,
  operation: Pick<VaultOperation, "kind" | "permissions" | "action">,
  name: string | undefined,
  access: Access,
): void {
  if (vault.rbac) byRoles(vault, caller, operation, name, access);
  else byPolicies(vault, caller, operation);
}

function byPolicies(
  vault: Vault,
  caller: VaultCaller,
  { kind, permissions }: Pick<VaultOperation, "kind" | "permissions">,
): void {
  const granted = vault.accessPolicies
    .filter((one) => same(one.objectId, caller.objectId))
    .flatMap((one) => one.permissions[kind] ?? []);
  if (granted.some((one) => same(one, "all") || permissions.some((wanted) => same(one, wanted)))) return;
  throw new VaultRefusal(
    403,
    "Forbidden",
    `The user, group or application '${text(caller)}' does not have ${kind} ${permissions[0]} permission on key vault '${vault.name};location=${vault.location}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
    "AccessDenied",
  );
}

function byRoles(
  vault: Vault,
  caller: VaultCaller,
  { kind, action: asked }: Pick<VaultOperation, "kind" | "action">,
  name: string | undefined,
  access: Access,
): void {
  const action = `Microsoft.KeyVault/vaults/${asked}`;
  const resource = name === undefined ? vault.id : `${vault.id}/${kind}/${name}`;
  const decision = access.decide({ objectId: caller.objectId, action, scope: resource, data: true });
  if (decision.allowed) return;
  const denied = decision.because === "denied" ? decision.denyAssignment.id : "null";
  throw new VaultRefusal(
    403,
    "Forbidden",
    [
      "Caller is not authorized to perform action on resource.",
      "If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.",
      `Caller: ${text(caller)}`,
      `Action: '${action}'`,
      `Resource: '${resource.toLowerCase()}'`,
      "Assignment: (not found)",
      `DenyAssignmentId: ${denied}`,
      "DecisionReason: null ",
      `Vault: ${vault.name};location=${vault.location}`,
      "",
    ].join("\r\n"),
    "ForbiddenByRbac",
  );
}
