import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { AccessControl } from "../access/index.ts";
import type { Doc } from "../documents/document.ts";
import { Operations } from "../documents/operations.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import { Rows } from "../documents/rows.ts";
import type { Principals } from "../entra/principals.ts";
import { answerAction, targetOf } from "../resources/actions.ts";
import { answerRefusal } from "../resources/answer.ts";
import type { Engine, TypeRow } from "../resources/contract.ts";
import { createDriver, type Driver } from "../resources/driver.ts";
import { freshIds } from "../resources/fresh.ts";
import { advanceGroupDelete } from "../resources/group-delete.ts";
import { answerGroup, listGroups } from "../resources/groups.ts";
import { answerItem, type ItemCall, type Rendered } from "../resources/items.ts";
import { type LimitName, setLimit } from "../resources/limits.ts";
import { listItems, listResources } from "../resources/lists.ts";
import { lockedScopes } from "../resources/locks.ts";
import { answerPart, listParts } from "../resources/part-items.ts";
import { apiVersionOf, checkTypeVersion, methodNotAllowed, readQuery } from "../resources/query.ts";
import { createRoutes, type Route } from "../resources/route.ts";
import { settle } from "../resources/settle.ts";
import { answerStatus } from "../resources/status.ts";
import type {
  ExternalResources,
  KubeconfigOf,
  RegisteredFeatures,
  Registrations,
  Suffixes,
  Timing,
} from "../resources/surroundings.ts";
import { answerView } from "../resources/views.ts";
import type { Durable } from "../state/durable.ts";
import { isDeployment } from "../template/deployment.ts";
import { answerDeployments } from "../template/deployments.ts";
import { advanceDeployment } from "../template/run.ts";
import { type Shortage, setConsole, setShortages } from "../types/compute/index.ts";
import { type Trust, trustOf } from "../types/identity/index.ts";
import { modified, violations } from "../types/policy/index.ts";
import { allTypes } from "../types/table.ts";
import type { ArmCall, ArmPart } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { GroupPresence } from "./forwarding-deps.ts";

/** What the resources of the emulated Azure need. */
export interface ResourcesDeps {
  durable: Durable;
  clock: Clock;
  /** Seeded: ids, etags, durations and addresses come from it. */
  random: Random;
  log: Log;
  timing: Timing;
  /** The providers that ARM forwards to; absent when there are none. */
  externalResources?: ExternalResources;
  suffixes: Suffixes;
  /** The cloud as templates' `environment()` tells it; nothing but its suffixes when absent. */
  environment?: Doc;
  /** Who may do what: asked for what a body names, and for what a template makes. The front door asks for the call itself. */
  access?: AccessControl;
  /** Names of the regions there are; every name is one when absent. */
  locations?: readonly string[];
  /** The directory, where managed identities have their principals. */
  principals?: Principals;
  /** Whether a subscription has registered a feature, `Microsoft.Compute/EncryptionAtHost`; every one when absent. */
  hasFeature?(subscription: string, feature: string): boolean;
  /** Where registered features are kept, whose providers are told of them; the engine keeps them itself when absent. */
  features?: RegisteredFeatures;
  /** For which namespaces subscriptions are registered; every one when absent. */
  registrations?: Registrations;
  /** What stands behind managed Kubernetes clusters. */
  kubeconfigOf?: KubeconfigOf;
}

/** ARM's resources: a part of ARM, with what the front door asks of it besides. */
export interface Resources extends ArmPart, AsyncDisposable {
  /** Scopes whose locks forbid this action at an id: for calls that the front door forwards. */
  lockedScopes(id: string, action: "write" | "delete"): readonly string[];
  /** Whether the group of this id exists and is not being deleted: for calls that the front door forwards. */
  groupAt(id: string): GroupPresence;
  /** Whose tokens stand for the managed identity with this client id. */
  federatedCredentialsOf(clientId: string): readonly Trust[];
  /** Replaces the machines that are not to be had: they are taken, and fail when their time has come. */
  setShortages(shortages: readonly Shortage[]): void;
  /** Replaces what the serial console of a virtual machine says; false when there is no such machine. */
  setConsole(machine: string, log: string): boolean;
  /** Sets a subscription's limit, or gives Azure's own back with undefined. */
  setLimit(limit: LimitName, value: number | undefined): void;
  /** The engine itself, for the data planes of what it keeps: vaults, storage accounts. */
  engine?: Engine;
}

/** Builds the emulated Azure's resource engine over its durable state; work that a killed process left goes on at once. */
export function createResources(deps: ResourcesDeps): Resources {
  let driver: Driver | undefined;
  const rows = new Rows(deps.durable);
  const starts = Number(rows.value("starts") ?? 0);
  deps.durable.transaction(() => rows.setValue("starts", String(starts + 1)));
  const engine: Engine = {
    durable: deps.durable,
    rows,
    operations: new Operations(deps.durable),
    table: allTypes(),
    clock: deps.clock,
    random: freshIds(deps.random, starts),
    log: deps.log,
    timing: deps.timing,
    external: deps.externalResources,
    suffixes: deps.suffixes,
    environment: deps.environment ?? { suffixes: { ...deps.suffixes } },
    access: deps.access,
    locations: deps.locations,
    principals: deps.principals,
    hasFeature: (subscription, feature) =>
      deps.hasFeature?.(subscription, feature) ??
      deps.features?.of(subscription).some((one) => one.toLowerCase() === feature.toLowerCase()) ??
      true,
    features: deps.features ?? keptFeatures(rows),
    registrations: deps.registrations,
    kubeconfigOf: deps.kubeconfigOf,
    violations: (subject) => violations(engine, subject),
    modified: (subject) => modified(engine, subject),
    wake: () => driver?.wake(),
  };
  driver = createDriver(engine, {
    "group-delete": (operation) => advanceGroupDelete(engine, operation),
    deployment: (operation) => advanceDeployment(engine, operation),
  });
  driver.wake();
  const rendered: Rendered = { revision: -1, bodies: new Map() };
  const routes = createRoutes();

  const part = async (call: ArmCall): Promise<WallResponse | undefined> => {
    try {
      return await dispatch(engine, call, routes(call.request.url.pathname), rendered);
    } catch (error) {
      if (error instanceof Refusal) return answerRefusal(call, error);
      throw error;
    }
  };
  return Object.assign(part, {
    engine,
    lockedScopes: (id: string, action: "write" | "delete") => lockedScopes(engine, id.toLowerCase(), action),
    groupAt: (id: string) => {
      const row = engine.rows.get(id.toLowerCase());
      if (row === undefined) return "none";
      return row.state === "Deleting" ? "going" : "there";
    },
    federatedCredentialsOf: (clientId: string) => trustOf(rows, clientId),
    setShortages: (shortages: readonly Shortage[]) => deps.durable.transaction(() => setShortages(rows, shortages)),
    setConsole: (machine: string, log: string) => {
      if (!rows.has(machine.toLowerCase())) return false;
      deps.durable.transaction(() => setConsole(rows, machine, log));
      return true;
    },
    setLimit: (limit: LimitName, value: number | undefined) =>
      deps.durable.transaction(() => setLimit(rows, limit, value)),
    [Symbol.asyncDispose]: async () => driver?.[Symbol.asyncDispose](),
  });
}

/** Registered features among the engine's own values. */
const keptFeatures = (rows: Rows): RegisteredFeatures => ({
  of: (subscription) => JSON.parse(rows.value(`features ${subscription.toLowerCase()}`) ?? "[]") as string[],
  set: (subscription, names) => rows.setValue(`features ${subscription.toLowerCase()}`, JSON.stringify(names)),
});

async function dispatch(
  engine: Engine,
  call: ArmCall,
  target: Route,
  rendered: Rendered,
): Promise<WallResponse | undefined> {
  if (target.kind === "foreign") return undefined;
  if (settle(engine) > 0) engine.wake();
  switch (target.kind) {
    case "groups":
      return listGroups(engine, call, target.subscription);
    case "group":
      return answerGroup(engine, call, target.id, target.name);
    case "group-action":
      throw new Refusal(
        404,
        "NotFound",
        `The action '${target.name}' of resource groups is not part of the emulated Azure.`,
      );
    case "resources":
      return await listResources(engine, call, target.subscription, target.group);
    case "status":
      if (target.namespace !== "" && !engine.table.hasNamespace(target.namespace)) return undefined;
      return await answerStatus(engine, call, target);
    case "item":
    case "collection": {
      if (isDeployment(target.id)) return await answerDeployments(engine, call, target.id, target.kind === "item");
      if (!engine.table.hasNamespace(target.id.namespace.toLowerCase())) return undefined;
      return await answerTyped(engine, call, target.id, target.kind, rendered);
    }
  }
}

/** ARM's answer for a type that is not in the table. */
const unknownType = (id: ResourceId, version: string): Refusal =>
  new Refusal(
    404,
    "InvalidResourceType",
    `The resource type '${id.types.join("/")}' could not be found in the namespace '${id.namespace}' for api version '${version}'. The supported resource types are those of the emulated Azure's table.`,
  );

function answerTyped(
  engine: Engine,
  call: ArmCall,
  id: ResourceId,
  kind: "item" | "collection",
  rendered: Rendered,
): WallResponse | Promise<WallResponse> {
  const { method } = call.request;
  const type = engine.table.row(id.typeKey);
  if (type !== undefined) {
    const collection = kind === "collection";
    const query = readQuery(
      call,
      collection ? ["$top", "$skiptoken", ...(type.listQuery ?? [])] : itemQuery(type, method),
    );
    const apiVersion = apiVersionOf(query);
    checkTypeVersion(apiVersion, type.type, type.apiVersions, "");
    if (!collection) return answerItem({ engine, call, type, id, apiVersion, query }, rendered);
    const listed = type.place === "group" && id.group === "" ? "LIST-SUBSCRIPTION" : "LIST";
    if (method !== "GET" || !type.verbs.includes(listed)) throw methodNotAllowed(method, id.type, ["GET"]);
    return listItems(engine, call, type, id, query);
  }
  const views = engine.table.viewsAt(id.typeKey, kind === "item" ? "name" : "type");
  if (views.length > 0) return answerView(engine, call, views, id);
  const owner = engine.table.row(id.typeKey.slice(0, id.typeKey.lastIndexOf("/")));
  const segment = id.types.at(-1)?.toLowerCase();
  const action = kind === "item" ? undefined : owner?.actions?.find((one) => one.name.toLowerCase() === segment);
  const acted = targetOf(id.id);
  if (owner !== undefined && action !== undefined && acted !== undefined) {
    const query = readQuery(call, [...(action.paged ? ["$top", "$skiptoken"] : []), ...(action.query ?? [])]);
    const apiVersion = apiVersionOf(query);
    checkTypeVersion(apiVersion, owner.type, owner.apiVersions, "");
    const item: ItemCall = { engine, call, type: owner, id: acted, apiVersion, query };
    return answerAction(item, action);
  }
  const part = owner?.parts.find((one) => one.segment.toLowerCase() === segment);
  if (owner === undefined || part === undefined || part.verbs.length === 0) {
    const version = [...call.request.url.searchParams].find(([name]) => name.toLowerCase() === "api-version")?.[1];
    throw unknownType(id, version ?? "");
  }
  const query = readQuery(call, kind === "item" && (part.expands ?? []).length > 0 ? ["$expand"] : []);
  const apiVersion = apiVersionOf(query);
  checkTypeVersion(apiVersion, owner.type, owner.apiVersions, "");
  const up = kind === "item" ? -2 : -1;
  const item = { engine, call, type: owner, id, apiVersion, query, part, ownerKey: ownerKeyOf(id, up) };
  if (kind === "item") return answerPart(item);
  if (method !== "GET" || !part.verbs.includes("LIST")) throw methodNotAllowed(method, id.type, ["GET"]);
  return listParts(item);
}

const itemQuery = (type: TypeRow, method: string): readonly string[] => [
  ...(type.expands.length > 0 || type.computes !== undefined ? ["$expand"] : []),
  ...(type.query?.[method as "GET"] ?? []),
];

const ownerKeyOf = (id: ResourceId, up: number): string => id.key.split("/").slice(0, up).join("/");
