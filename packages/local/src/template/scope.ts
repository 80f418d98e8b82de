import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { formatTime } from "../language/date-functions.ts";
import { isListFunction, type Scope, type ScopedFunction } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";

/** Where a deployment runs, as its template's functions tell it. */
export interface Place {
  subscriptionId: string;
  tenantId: string;
  /** The group as GET answers it. */
  group: Doc;
  deploymentName: string;
  /** The cloud as `environment()` tells it. */
  environment: Doc;
}

/** What a resource says of itself at run time: `full` is the whole of it, otherwise its properties. */
/** The answer of an action `list…` on a resource at run time. */
export type Lister = (action: string, id: string, apiVersion: string, body: Value) => Value;

/** What expressions may ask for in some places only. */
export interface MoreScope {
  copyIndex?: (name: string | undefined) => number;
  reference?: ReferenceReader;
  list?: Lister;
  /** The present, milliseconds, and fresh ids: for defaults of parameters, which are computed once. */
  once?: { now: number; newGuid: () => string };
}

export type ReferenceReader = (id: string, apiVersion: string | undefined, full: boolean) => Value;

const text = (value: Value | undefined, name: string): string => {
  if (typeof value !== "string") throw new ExpressionError(`The template function '${name}' takes strings.`);
  return value;
};

/** Interleaves `Namespace/a/b` with names: `Namespace/a/NAME/b/NAME`. */
export function typedPath(type: string, names: readonly string[], called: string): string {
  const [namespace, ...types] = type.split("/");
  if (namespace === undefined || !namespace.includes(".") || types.length === 0 || types.includes(""))
    throw new ExpressionError(
      `Unable to evaluate template language function '${called}': the type '${type}' must be a namespace and one or more types.`,
    );
  if (types.length !== names.length)
    throw new ExpressionError(
      `Unable to evaluate template language function '${called}': the type '${type}' requires '${types.length}' resource name argument(s), and ${names.length} were given.`,
    );
  return [namespace, ...types.flatMap((one, index) => [one, names[index] ?? ""])].join("/");
}

/** The arguments before the type: how many of them name a scope. */
const typeAt = (given: readonly Value[], called: string): number => {
  const index = given.findIndex((one, at) => typeof one === "string" && one.includes("/") && at < 3);
  if (index < 0)
    throw new ExpressionError(
      `Unable to evaluate template language function '${called}': a resource type such as 'Microsoft.Network/virtualNetworks' is expected.`,
    );
  return index;
};

const names = (given: readonly Value[], called: string): string[] => given.map((one) => text(one, called));

/** The functions of every template: where it runs, ids, parameters and variables. */
export function templateScope(
  place: Place,
  values: { parameters: (name: string) => Value; variables: ((name: string) => Value) | undefined },
  more: MoreScope = {},
): Scope {
  const groupId = String(place.group["id"]);
  const subscription = `/subscriptions/${place.subscriptionId}`;
  const functions = new Map<string, ScopedFunction>([
    ["parameters", { takes: [1, 1], run: ([name]) => values.parameters(text(name, "parameters")) }],
    ["resourcegroup", { takes: [0, 0], run: () => place.group }],
    [
      "subscription",
      {
        takes: [0, 0],
        run: () => ({
          id: subscription,
          subscriptionId: place.subscriptionId,
          tenantId: place.tenantId,
          displayName: place.subscriptionId,
        }),
      },
    ],
    ["tenant", { takes: [0, 0], run: () => ({ tenantId: place.tenantId }) }],
    ["environment", { takes: [0, 0], run: () => place.environment }],
    ["deployment", { takes: [0, 0], run: () => ({ name: place.deploymentName }) }],
    [
      "resourceid",
      {
        takes: [2, 50],
        run: (given) => {
          const at = typeAt(given, "resourceId");
          const before = names(given.slice(0, at), "resourceId");
          const group =
            before.length === 2
              ? `/subscriptions/${before[0]}/resourceGroups/${before[1]}`
              : before.length === 1
                ? `${subscription}/resourceGroups/${before[0]}`
                : groupId;
          return `${group}/providers/${typedPath(text(given[at], "resourceId"), names(given.slice(at + 1), "resourceId"), "resourceId")}`;
        },
      },
    ],
    [
      "subscriptionresourceid",
      {
        takes: [2, 50],
        run: (given) => {
          const at = typeAt(given, "subscriptionResourceId");
          const scope = at > 0 ? `/subscriptions/${text(given[0], "subscriptionResourceId")}` : subscription;
          return `${scope}/providers/${typedPath(text(given[at], "subscriptionResourceId"), names(given.slice(at + 1), "subscriptionResourceId"), "subscriptionResourceId")}`;
        },
      },
    ],
    [
      "tenantresourceid",
      {
        takes: [2, 50],
        run: (given) =>
          `/providers/${typedPath(text(given[0], "tenantResourceId"), names(given.slice(1), "tenantResourceId"), "tenantResourceId")}`,
      },
    ],
    [
      "extensionresourceid",
      {
        takes: [3, 50],
        run: (given) =>
          `${text(given[0], "extensionResourceId")}/providers/${typedPath(text(given[1], "extensionResourceId"), names(given.slice(2), "extensionResourceId"), "extensionResourceId")}`,
      },
    ],
  ]);
  const elsewhere = new Map<string, string>();
  const { variables } = values;
  if (variables) functions.set("variables", { takes: [1, 1], run: ([name]) => variables(text(name, "variables")) });
  else elsewhere.set("variables", "The function cannot be used in parameters.");
  const { copyIndex, reference, list, once } = more;
  if (once) {
    functions.set("newguid", { takes: [0, 0], run: () => once.newGuid() });
    functions.set("utcnow", {
      takes: [0, 1],
      run: ([format]) => formatTime(once.now, format === undefined ? undefined : text(format, "utcNow")),
    });
  } else
    for (const name of ["newguid", "utcnow"])
      elsewhere.set(name, "The function may only be used in the default value of a parameter.");
  if (copyIndex)
    functions.set("copyindex", {
      takes: [0, 2],
      run: (given) => {
        const [first, second] = given;
        const named = typeof first === "string" ? first : undefined;
        const offset = typeof first === "number" ? first : typeof second === "number" ? second : 0;
        return copyIndex(named) + offset;
      },
    });
  else elsewhere.set("copyindex", "The function may only be used with a resource or property that specifies 'copy'.");
  if (reference)
    functions.set("reference", {
      takes: [1, 3],
      run: ([id, version, full]) =>
        reference(
          text(id, "reference"),
          version === undefined ? undefined : text(version, "reference"),
          typeof full === "string" && full.toLowerCase() === "full",
        ),
    });
  else
    elsewhere.set(
      "reference",
      "The function reads what is deployed, so it may only be used in a resource's properties and in outputs.",
    );
  return { functions, elsewhere, ...(list === undefined ? {} : { list: listFunction(list) }) };
}

const listFunction = (list: Lister) => (name: string) => ({
  takes: [2, 3] as const,
  run: ([id, version, body]: readonly Value[]) => list(name, text(id, name), text(version, name), body ?? null),
});

/** Whether only a running template has the function, so that a static check can tell it from unknown ones. */
export const isRuntimeFunction = (name: string): boolean =>
  ["reference", "copyindex"].includes(name.toLowerCase()) || isListFunction(name);

/** Looks a member up ignoring case. */
export const lookup = (values: Value | undefined, name: string): Value | undefined => {
  if (!isDoc(values)) return undefined;
  const found = Object.keys(values).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : values[found];
};
