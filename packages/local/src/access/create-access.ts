import type { Clock } from "@aro/runtime";
import type { Durable } from "../state/durable.ts";
import type { Access, Asked, Decision } from "./access.ts";
import { type Assignments, type Denial, everyone, type Grant, openAssignments } from "./assignments.ts";
import type { Permission } from "./permissions.ts";
import type { ProviderRights } from "./provider-rights.ts";
import { covers, normalScope } from "./scopes.ts";

export interface AccessDeps {
  durable: Durable;
  clock: Clock;
  /** Ids of the groups that a principal is in, through groups in groups too. */
  groupsOf(objectId: string): readonly string[];
  /** What providers' own principals may do without an assignment; nobody may when absent. */
  providers?: ProviderRights;
  /** How long a new role assignment is not seen, milliseconds. */
  visibilityDelay?: () => number;
}

/** A role that lets a principal do something, for answers that name it. */
export interface Allowing {
  grant: Grant;
  principalId: string;
}

/** Everything that is known of who may do what. */
export interface AccessControl extends Access {
  /** The role assignment by which something is allowed; undefined when it is allowed by none. */
  allowedBy(asked: Asked): Allowing | undefined;
  /** What a principal may do at a scope, less what is denied to it: one permission for each role. */
  permissionsAt(objectId: string, scope: string): readonly Permission[];
  /** Whether a principal may do something at a scope or anywhere below it. */
  mayBelow(asked: Asked): boolean;
  /** Whether a principal has any role at a scope, above it or below it. */
  hasAnyRole(objectId: string, scope: string): boolean;
  /** Whether it is a provider's own principal. */
  isProvider(objectId: string): boolean;
}

const decisionsAtMost = 20_000;
const noRole: Decision = { allowed: false, because: "no role" };
const yes: Decision = { allowed: true };

/** Decides by the role and deny assignments that the resource engine keeps. What was decided is remembered until one of them changes. */
export function createAccess(deps: AccessDeps): AccessControl {
  const { durable, clock, groupsOf, providers, visibilityDelay = () => 0 } = deps;
  const source = openAssignments(durable);
  const decisions = new Map<string, Decision>();
  let mark: number | undefined;
  let assignments: Assignments = { grants: new Map(), denials: [] };

  /** The assignments as they are now. */
  const current = (): Assignments => {
    const now = source.mark();
    if (now !== mark) {
      assignments = source.read();
      decisions.clear();
      mark = now;
    }
    return assignments;
  };

  const grantsOf = (ids: readonly string[]): Allowing[] =>
    ids.flatMap((principalId) => (assignments.grants.get(principalId) ?? []).map((grant) => ({ grant, principalId })));
  const isSeen = ({ grant }: Allowing, delay: number): boolean =>
    grant.byArm || delay <= 0 || grant.createdAt + delay <= clock.now();

  const denialOf = (ids: readonly string[], action: string, scope: string, data: boolean): Denial | undefined =>
    assignments.denials.find((denial) => {
      const here = denial.onlyHere ? denial.scope === scope : covers(denial.scope, scope);
      if (!here || !denial.permissions.holds(action, data)) return false;
      const isFor = denial.principals.has(everyone) || ids.some((id) => denial.principals.has(id));
      return isFor && !ids.some((id) => denial.excluded.has(id) || denial.maker === id);
    });

  const idsOf = (objectId: string, more: readonly string[] = []): string[] => {
    const id = objectId.toLowerCase();
    return [id, ...[...groupsOf(id), ...more].map((group) => group.toLowerCase())];
  };

  /** The first role that allows it, deny assignments aside. */
  const find = (ids: readonly string[], action: string, scope: string, data: boolean, delay: number) => {
    let unseen = false;
    for (const one of grantsOf(ids)) {
      if (!covers(one.grant.scope, scope) || !one.grant.permissions.holds(action, data)) continue;
      if (isSeen(one, delay)) return { allowing: one, unseen };
      unseen = true;
    }
    return { allowing: undefined, unseen };
  };

  const access: AccessControl = {
    decide: (asked) => {
      current();
      const [action, scope, data] = [asked.action.toLowerCase(), normalScope(asked.scope), asked.data === true];
      const ids = idsOf(asked.objectId, asked.groups);
      const key = `${ids.join()} ${action} ${data} ${scope}`;
      const known = decisions.get(key);
      // What a provider may do hangs on registrations and groups, whose changes leave no mark.
      if (known !== undefined && (known.allowed || known.because === "denied")) return known;
      const [own = ""] = ids;
      if (known !== undefined) return providers?.allows(own, action, scope, data) ? yes : known;
      const denial = denialOf(ids, action, scope, data);
      const { allowing, unseen } =
        denial === undefined
          ? find(ids, action, scope, data, visibilityDelay())
          : { allowing: undefined, unseen: false };
      const decision: Decision =
        denial !== undefined
          ? { allowed: false, because: "denied", denyAssignment: { id: denial.id, name: denial.name } }
          : allowing === undefined
            ? noRole
            : yes;
      if (!unseen) {
        if (decisions.size >= decisionsAtMost) decisions.clear();
        decisions.set(key, decision);
      }
      return decision === noRole && providers?.allows(own, action, scope, data) ? yes : decision;
    },
    allowedBy: (asked) => {
      current();
      const ids = idsOf(asked.objectId, asked.groups);
      const [action, scope, data] = [asked.action.toLowerCase(), normalScope(asked.scope), asked.data === true];
      return find(ids, action, scope, data, visibilityDelay()).allowing;
    },
    permissionsAt: (objectId, scope) => {
      current();
      const ids = idsOf(objectId);
      const at = normalScope(scope);
      const delay = visibilityDelay();
      const roles = grantsOf(ids)
        .filter((one) => covers(one.grant.scope, at) && isSeen(one, delay))
        .flatMap(({ grant }) => grant.permissions.list);
      return [...roles, ...(providers?.permissionsAt(ids[0] ?? "", at) ?? [])];
    },
    mayBelow: (asked) => {
      current();
      const [action, scope, data] = [asked.action.toLowerCase(), normalScope(asked.scope), asked.data === true];
      const delay = visibilityDelay();
      return grantsOf(idsOf(asked.objectId)).some(
        (one) =>
          (covers(scope, one.grant.scope) || covers(one.grant.scope, scope)) &&
          one.grant.permissions.holds(action, data) &&
          isSeen(one, delay),
      );
    },
    hasAnyRole: (objectId, scope) => {
      current();
      const at = normalScope(scope);
      const delay = visibilityDelay();
      const ids = idsOf(objectId);
      return (
        grantsOf(ids).some(
          (one) => (covers(at, one.grant.scope) || covers(one.grant.scope, at)) && isSeen(one, delay),
        ) || (providers?.permissionsAt(ids[0] ?? "", at).length ?? 0) > 0
      );
    },
    isProvider: (objectId) => providers?.isProvider(objectId) === true,
  };
  return access;
}
