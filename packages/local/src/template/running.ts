import { type Doc, isDoc, record, records, text, type Value } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import type { Row } from "../documents/rows.ts";
import { ExpressionError } from "../language/tokens.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { locate } from "../resources/lookup.ts";
import { renderPartOf, renderResource } from "../resources/render.ts";
import { type Bound, bind } from "./bind.ts";
import { deploymentType, renderDeployment } from "./deployment.ts";
import { placeAt } from "./place.ts";

/** A deployment under way, as it is kept. */
export interface Running {
  row: Row;
  /** Who asked, the template, its parameters' values, the nodes and how far they are. */
  run: Doc;
  nodes: Doc[];
}

/** Who asked for the deployment. */
export const actorOfRun = (run: Doc): Actor => {
  const actor = record(run["actor"]);
  return {
    objectId: text(actor["objectId"]),
    tenantId: text(actor["tenantId"]),
    kind: actor["kind"] === "User" ? "User" : "ServicePrincipal",
    name: text(actor["name"]),
  };
};

/** The deployment that an operation works on; undefined when it has been removed. */
export function load(engine: Engine, operation: Operation): Running | undefined {
  const row = engine.rows.get(operation.target);
  if (row === undefined) return undefined;
  const run = record(row.body["run"]);
  return { row, run, nodes: records(run["nodes"]) };
}

/** Writes the nodes of a deployment back. */
export function save(engine: Engine, { row, run, nodes }: Running): void {
  run["nodes"] = nodes;
  engine.rows.put({ ...row, body: { ...row.body, run } });
}

/** Reads what is deployed, for reference(). */
export const reader =
  (engine: Engine, nodes: readonly Doc[]) =>
  (named: string, _version: string | undefined, full: boolean): Value => {
    const node = nodes.find(
      (one) =>
        text(one["id"]).toLowerCase() === named.toLowerCase() ||
        text(one["name"]).toLowerCase() === named.toLowerCase(),
    );
    const id = node === undefined ? named : text(node["id"]);
    const nested = engine.rows.get(id.toLowerCase());
    if (nested?.type === deploymentType) {
      const deployment = renderDeployment(nested);
      return full ? deployment : (deployment["properties"] ?? {});
    }
    const found = locate(engine, id);
    const answered = node?.["answer"];
    const whole =
      found === undefined
        ? isDoc(answered)
          ? answered
          : undefined
        : found.part === undefined
          ? renderResource(engine, found.row, found.type)
          : renderPartOf(engine, found.row, found.type, found.part.row, found.part.doc);
    if (whole === undefined)
      throw new ExpressionError(
        `The resource '${named}' that reference() names is not deployed; is a dependsOn missing?`,
      );
    return full ? whole : (whole["properties"] ?? {});
  };

/** The deployment's template with its parameters. */
export const boundOf = (engine: Engine, running: Running): Bound => {
  const { row, run } = running;
  return bind(
    record(run["template"]),
    record(run["parameters"]),
    placeAt(engine, { ...row, tenantId: text(record(run["actor"])["tenantId"]), deploymentName: row.name }),
  );
};

/** A duration as ARM writes it: `PT12.345S`. */
export const isoDuration = (milliseconds: number): string => `PT${milliseconds / 1000}S`;
