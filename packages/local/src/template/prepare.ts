import { type Doc, isDoc, record, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId, type ResourceId } from "../documents/resource-id.ts";
import { templateHash } from "../language/name-hashes.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { type Bound, bind } from "./bind.ts";
import { checkExpressions, checkTemplate } from "./check.ts";
import { refuseForbidden } from "./forbidden.ts";
import type { Node } from "./node.ts";
import { readParameters, shownType } from "./parameters.ts";
import { placeAt } from "./place.ts";
import { plan } from "./plan.ts";
import { refuseDisallowed } from "./policy-check.ts";
import { refuseByPreflight } from "./preflight.ts";
import { lookup } from "./scope.ts";

/** A deployment that has passed the static checks. */
export interface Prepared {
  template: Doc;
  parameters: Doc;
  nodes: Node[];
  /** The template with its parameters, for what looks into its nodes. */
  bound: Bound;
  /** The properties that its resource shows of it. */
  shown: Doc;
}

/**
 * The static half of a deployment, which validate does alone: template, parameters, expressions, plan; whether the caller may make all
 * of it, and what policies and providers say to it. Changes nothing.
 */
export function prepare(engine: Engine, id: ResourceId, properties: Doc, actor: Actor): Prepared {
  const template = properties["template"];
  if (!isDoc(template))
    throw new Refusal(
      400,
      "InvalidTemplate",
      "The request content is missing the template: 'properties.template' must be a JSON object.",
    );
  checkTemplate(template);
  const { tenantId } = actor;
  const place = placeAt(engine, { ...id, tenantId, deploymentName: id.names[0] ?? "" });
  const once = { now: engine.clock.now(), newGuid: () => engine.random.uuid() };
  const parameters = readParameters(template, record(properties["parameters"]), place, once);
  const bound = bind(template, parameters, place);
  checkExpressions(lookup(template, "variables") ?? {}, bound.scope(), "the template's variables");
  checkExpressions(lookup(template, "outputs") ?? {}, bound.scope(), "the template's outputs");
  const nodes = plan(engine, bound, String(place.group["id"]));
  refuseForbidden(engine.access, actor, nodes);
  refuseDisallowed(engine, bound, nodes);
  refuseByPreflight(engine, bound, nodes, place.deploymentName);
  return {
    template,
    parameters,
    nodes,
    bound,
    shown: {
      templateHash: templateHash(JSON.stringify(template)),
      parameters: shownParameters(template, parameters),
      mode: "Incremental",
      providers: providersOf(nodes),
      dependencies: dependenciesOf(nodes),
    },
  };
}

/** Parameters as GET shows them: the values of secure ones never (ARM-HDR-11). */
function shownParameters(template: Doc, parameters: Doc): Doc {
  const shown: Doc = {};
  for (const [name, declared] of Object.entries(record(lookup(template, "parameters")))) {
    const type = String(record(declared)["type"]);
    const written = shownType(type);
    const value = parameters[name];
    shown[name] = /^secure/i.test(type) || value === undefined ? { type: written } : { type: written, value };
  }
  return shown;
}

function providersOf(nodes: readonly Node[]): Value {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const node of nodes) {
    const parsed = parseId(node.id);
    if (parsed === undefined || !node.wanted) continue;
    const types = found.get(parsed.namespace) ?? new Map<string, Set<string>>();
    found.set(parsed.namespace, types);
    const type = parsed.types.join("/");
    const places = types.get(type) ?? new Set<string>();
    types.set(type, places);
    const location = lookup(node.source, "location");
    if (typeof location === "string" && !location.startsWith("[")) places.add(location);
  }
  return [...found].map(([namespace, types]) => ({
    namespace,
    resourceTypes: [...types].map(([resourceType, places]) => ({
      resourceType,
      locations: places.size === 0 ? [null] : [...places],
    })),
  }));
}

function dependenciesOf(nodes: readonly Node[]): Value {
  const byKey = new Map(nodes.map((node) => [node.id.toLowerCase(), node]));
  const named = (node: Node): Doc => ({ id: node.id, resourceType: node.type, resourceName: node.name });
  return nodes
    .filter((node) => node.wanted && node.after.length > 0)
    .map((node) => ({
      dependsOn: node.after.flatMap((key) => {
        const one = byKey.get(key);
        return one === undefined ? [] : [named(one)];
      }),
      ...named(node),
    }));
}
