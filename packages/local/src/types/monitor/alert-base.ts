import { record, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { createChecker } from "../../resources/checker.ts";
import type { Engine, TypeRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import type { Models } from "../../resources/models.ts";
import { notEmulated } from "../network/rules.ts";

/** A row with what all resources of Microsoft.Insights have in common; they are done when they are answered. */
export const alertRow = (
  { models, values }: Models,
  overrides: Models["models"],
  {
    global = true,
    ...row
  }: Pick<TypeRow, "type" | "model" | "patchModel" | "label" | "apiVersions"> &
    Partial<Omit<TypeRow, "global">> & { global?: boolean },
): TypeRow => ({
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker: createChecker({ models: { ...models, ...overrides }, values }),
  located: true,
  ...(global ? { global } : {}),
  parser: "arm",
  manner: "direct",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: /^[^<>*%&:\\?+/|#\p{Cc}]{0,259}[^<>*%&:\\?+/|#. \p{Cc}]$/u,
  etag: false,
  stateless: true,
  expands: [],
  effects: [],
  removal: [],
  evidence: "documented",
  ...row,
  rules: [notEmulated(["identity"]), ...(row.rules ?? [])],
});

/** How Microsoft.Insights refuses a value. */
export const badAlert = (message: string): Refusal => new Refusal(400, "BadRequest", message);

/** Refuses ids of what is not there: subscriptions and groups of any casing, resources of the emulated Azure. */
export function refuseUnknownScopes(engine: Engine, scopes: Value | undefined): void {
  if (!Array.isArray(scopes) || scopes.length === 0)
    throw badAlert("The list 'scopes' must name at least one resource.");
  for (const one of scopes) {
    const scope = text(one);
    if (!/^\/subscriptions\/[^/]+/i.test(scope)) throw badAlert(`The scope '${scope}' is no resource id.`);
    const isResource = /\/providers\//i.test(scope);
    const isGroup = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/?$/i.test(scope);
    if (isResource && engine.external?.owns(/\/providers\/([^/]+)/i.exec(scope)?.[1]?.toLowerCase() ?? "")) continue;
    const there = isResource
      ? locate(engine, scope) !== undefined
      : !isGroup || engine.rows.has(scope.toLowerCase().replace(/\/$/, ""));
    if (!there) throw new Refusal(404, "ResourceNotFound", `The resource '${scope}' in scopes was not found.`);
  }
}

/** Ids of action groups that are named at a list must be such. */
export function refuseOtherActions(actions: readonly Value[]): void {
  for (const one of actions) {
    const id = text(record(one)["actionGroupId"]);
    if (
      !/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.insights\/actiongroups\/[^/]+$/i.test(id)
    )
      throw badAlert(`The action group id '${id}' is invalid.`);
  }
}
