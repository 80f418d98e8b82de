import type { AccessControl } from "../../access/access.ts";
import { apiVersionOf, type Kind, type Kinds } from "../../kinds/kind.ts";
import type { KubeObject } from "../../objects/object.ts";
import { ofObject } from "../../schemas/object-meta.ts";
import { Authorizer } from "../../schemas/rules/authorizer.ts";
import { compile, makeDuration } from "../../schemas/rules/compile.ts";
import { celValue } from "../../schemas/rules/values.ts";
import type { SchemaSource } from "../../schemas/schema.ts";
import { resolved } from "../../schemas/walk.ts";
import type { Store } from "../../store/store.ts";
import type { Admitted } from "../admission.ts";
import { namespaceOf } from "../matching.ts";

export interface ExpressionDeps {
  store: Store;
  kinds: () => Kinds;
  schemas: SchemaSource;
  access: () => AccessControl;
}

/** What an expression came to: its value, or an Error that says why it has none. */
export type Run = (expression: string) => unknown;

/** Runs expressions about a write: `object`, `oldObject`, `request`, `params`, `namespaceObject`, `authorizer`, `variables`. */
export function expressionsOf(
  deps: ExpressionDeps,
  write: Admitted,
  { params, variables = [] }: { params?: KubeObject; variables?: readonly { name: string; expression: string }[] } = {},
): Run {
  const seen = (kind: Kind | undefined, object: KubeObject | undefined): unknown =>
    object === undefined
      ? null
      : celValue(
          kind === undefined ? undefined : ofObject(resolved(kind.schema, deps.schemas)),
          { ...object, apiVersion: object.apiVersion, kind: object.kind },
          deps.schemas,
          makeDuration,
        );
  const { kind, operation, object, before, user, subresource, dryRun } = write;
  const named = (one: KubeObject) => deps.kinds().named(one.apiVersion, one.kind);
  const namespace = namespaceOf(deps.store, write);
  const computed: Record<string, unknown> = {};
  const context: Record<string, unknown> = {
    object: operation === "DELETE" ? null : seen(kind, object),
    oldObject: seen(kind, before),
    params: params === undefined ? null : seen(named(params), params),
    namespaceObject: namespace === undefined ? null : seen(named(namespace), namespace),
    variables: computed,
    authorizer: new Authorizer(({ verb, path, group = "", resource = "", ...more }) =>
      path === undefined
        ? deps.access().authorize(user, { kind: "resource", verb, group, version: "*", resource, ...more }).allowed
        : deps.access().authorize(user, { kind: "path", verb, path }).allowed,
    ),
    request: {
      kind: { group: kind.group, version: kind.version, kind: kind.kind },
      resource: { group: kind.group, version: kind.version, resource: kind.plural },
      requestKind: { group: kind.group, version: kind.version, kind: kind.kind },
      requestResource: { group: kind.group, version: kind.version, resource: kind.plural },
      subResource: subresource ?? "",
      name: object.metadata.name ?? "",
      namespace: object.metadata.namespace ?? "",
      operation,
      userInfo: { username: user.name, uid: user.uid ?? "", groups: [...user.groups], extra: { ...user.extra } },
      dryRun: dryRun ?? false,
      options: { apiVersion: apiVersionOf({ group: "meta.k8s.io", version: "v1" }) },
    },
  };
  const run: Run = (expression) => {
    const made = compile(expression);
    if ("fault" in made) return new Error(made.fault);
    try {
      return made.run(context);
    } catch (error) {
      return new Error((error as Error).message.split("\n")[0]);
    }
  };
  for (const { name, expression } of variables) {
    const value = run(expression);
    // Only who uses a variable without a value stumbles over it.
    if (!(value instanceof Error)) computed[name] = value;
  }
  return run;
}

/** Whether conditions all hold; an Error when one of them cannot be told and none is false. */
export function conditionsHold(run: Run, expressions: readonly string[]): boolean | Error {
  const values = expressions.map(run);
  if (values.some((one) => one === false)) return false;
  return values.find((one) => one instanceof Error) ?? true;
}
