import type { Doc } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Engine, ViewRow } from "../../resources/contract.ts";

const verbs = {
  GET: "read",
  LIST: "read",
  "LIST-SUBSCRIPTION": "read",
  PUT: "write",
  PATCH: "write",
  DELETE: "delete",
};
const shownVerbs: Readonly<Record<string, string>> = { read: "Get", write: "Create or update", delete: "Delete" };

/** The actions that the table of types knows, by type without the namespace. */
function actionsOf({ table }: Engine, namespace: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (type: string, action: string): void => {
    const [own = "", ...rest] = type.split("/");
    if (own.toLowerCase() !== namespace.toLowerCase()) return;
    const name = rest.join("/");
    found.set(name, (found.get(name) ?? new Set()).add(action));
  };
  for (const row of table.rows) {
    for (const verb of row.verbs) add(row.type, verbs[verb]);
    for (const { name, verb } of row.actions ?? []) if (verb === "POST") add(row.type, `${name}/action`);
    for (const part of row.parts) for (const verb of part.verbs) add(`${row.type}/${part.segment}`, verbs[verb]);
  }
  for (const { type, verb } of table.views)
    add(type, verb === "GET" ? "read" : verb === "POST" ? "action" : verbs[verb]);
  return found;
}

function render(engine: Engine, namespace: string): Doc {
  const types = [...actionsOf(engine, namespace)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    id: `/providers/Microsoft.Authorization/providerOperations/${namespace}`,
    type: "Microsoft.Authorization/providerOperations",
    name: namespace,
    displayName: namespace,
    resourceTypes: types.map(([type, actions]) => ({
      name: type,
      displayName: type,
      operations: [...actions].sort().map((action) => ({
        name: `${namespace}/${type}/${action}`,
        displayName: `${shownVerbs[action] ?? action.replace("/action", "")} ${type}`,
        description: `${shownVerbs[action] ?? action.replace("/action", "")} ${type}`,
        origin: "user,system",
        properties: null,
        isDataAction: false,
      })),
    })),
    operations: [],
  };
}

/** Namespaces in the casing of their types. */
const namespacesOf = ({ table }: Engine): string[] =>
  [...new Set([...table.rows, ...table.views].map(({ type }) => type.split("/")[0] ?? ""))].sort();

const common = {
  type: "Microsoft.Authorization/providerOperations",
  verb: "GET",
  apiVersions: ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2018-01-01-preview", "2015-07-01"],
  query: ["$expand"],
  evidence: "documented",
} as const;

/** What can be done to the types of a namespace: the actions that roles name. */
export const providerOperations: readonly ViewRow[] = [
  {
    ...common,
    ends: "name",
    what: "actions of a namespace: those that the table of types knows",
    answer: ({ engine, id }) => {
      const found = namespacesOf(engine).find((one) => one.toLowerCase() === id.name.toLowerCase());
      if (found === undefined) throw new Refusal(404, "ProviderNotFound", `Provider '${id.name}' not found.`);
      return render(engine, found);
    },
  },
  {
    ...common,
    ends: "type",
    what: "actions of every namespace that has types here",
    answer: ({ engine }) => ({ value: namespacesOf(engine).map((namespace) => render(engine, namespace)) }),
  },
];
