import { matcherOf } from "./wildcard.ts";

/** What a role or a deny assignment says: actions on resources and on data, with wildcards, whatever the case. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** Permissions that are asked often. */
export interface Permissions {
  readonly list: readonly Permission[];
  /** Whether one permission names the action and the same one does not take it back. */
  holds(action: string, data: boolean): boolean;
}

const answersAtMost = 4_000;

/** Compiles permissions, and remembers what was asked of them. */
export function compilePermissions(list: readonly Permission[]): Permissions {
  const compiled = list.map((one) => ({
    control: { yes: one.actions.map(matcherOf), no: one.notActions.map(matcherOf) },
    data: { yes: one.dataActions.map(matcherOf), no: one.notDataActions.map(matcherOf) },
  }));
  const known = new Map<string, boolean>();
  return {
    list,
    holds: (action, data) => {
      const key = `${data ? "data" : "control"} ${action}`;
      const answer = known.get(key);
      if (answer !== undefined) return answer;
      const held = compiled.some((one) => {
        const { yes, no } = data ? one.data : one.control;
        return yes.some((matches) => matches(action)) && !no.some((matches) => matches(action));
      });
      if (known.size >= answersAtMost) known.clear();
      known.set(key, held);
      return held;
    },
  };
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** Permissions out of the `properties.permissions` of a role definition or a deny assignment. */
export const readPermissions = (value: unknown): Permission[] =>
  (Array.isArray(value) ? value : [])
    .filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null)
    .map((one) => ({
      actions: texts(one["actions"]),
      notActions: texts(one["notActions"]),
      dataActions: texts(one["dataActions"]),
      notDataActions: texts(one["notDataActions"]),
    }));
