import { type Doc, isDoc, text } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { ExpressionError } from "../language/tokens.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { checkTypeVersion } from "../resources/query.ts";
import type { Lister } from "./scope.ts";

/** Asks resources for what their actions `list…` answer, as the one who deploys. */
export const listerOf =
  (engine: Engine, nodes: readonly Doc[], actor: Actor): Lister =>
  (action, named, version, body) => {
    const node = nodes.find((one) => text(one["name"]).toLowerCase() === named.toLowerCase());
    const id = node === undefined ? named : text(node["id"]);
    const row = engine.rows.get(id.toLowerCase());
    const type = row === undefined ? undefined : engine.table.row(row.type);
    const known = type?.actions?.find(
      (one) => one.name.toLowerCase() === action.toLowerCase() && one.verb === "POST" && one.takes === undefined,
    );
    if (row === undefined || type === undefined)
      throw new ExpressionError(
        `The resource '${named}' that ${action}() names is not deployed; is a dependsOn missing?`,
      );
    if (known === undefined)
      throw new ExpressionError(`The template function '${action}' is not valid: '${type.type}' has no such action.`);
    const decision = engine.access?.decide({
      objectId: actor.objectId,
      action: `${type.type}/${known.name}/action`,
      scope: row.id,
    });
    if (decision !== undefined && !decision.allowed)
      throw new ExpressionError(
        `The client '${actor.name}' with object id '${actor.objectId}' does not have authorization to perform action '${type.type}/${known.name}/action' over scope '${row.id}'.`,
      );
    const apiVersion = version.toLowerCase();
    checkTypeVersion(apiVersion, type.type, type.apiVersions, row.location);
    const act = { engine, type, row, apiVersion, query: new Map(), actor, now: engine.clock.now(), notes: {} };
    const answer = known.run({ ...act, body: isDoc(body) ? body : {} });
    if (answer instanceof Promise)
      throw new Refusal(400, "InvalidTemplate", `The emulated Azure does not carry out '${action}' in a template.`);
    return answer ?? null;
  };
