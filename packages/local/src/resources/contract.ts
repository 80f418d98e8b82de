/** What the engine and the types of resources ask of each other: an engine has a table of types, whose rules are given the engine. */
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { AccessControl } from "../access/index.ts";
import type { Doc, Value } from "../documents/document.ts";
import type { Operations } from "../documents/operations.ts";
import type { Detail } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row, Rows } from "../documents/rows.ts";
import type { Principals } from "../entra/principals.ts";
import type { Evidence } from "../facts/evidence.ts";
import type { Durable } from "../state/durable.ts";
import type { Actor } from "./actor.ts";
import type { Checker } from "./checker.ts";
import type { Query } from "./query.ts";
import type { Subject } from "./subject.ts";
import type {
  ExternalResources,
  KubeconfigOf,
  RegisteredFeatures,
  Registrations,
  Suffixes,
  Timing,
} from "./surroundings.ts";
import type { Range, TypeFacts } from "./type-facts.ts";

/** What the engine's parts share. */
export interface Engine {
  readonly durable: Durable;
  readonly rows: Rows;
  readonly operations: Operations;
  readonly table: TypeTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly timing: Timing;
  readonly external: ExternalResources | undefined;
  readonly suffixes: Suffixes;
  /** The cloud as templates' `environment()` tells it. */
  readonly environment: Doc;
  /** Who may do what; everybody everything when absent. */
  readonly access: AccessControl | undefined;
  /** Regions there are; every one when absent. */
  readonly locations: readonly string[] | undefined;
  /** The directory; without it identities have ids that no token is given for. */
  readonly principals: Principals | undefined;
  /** Whether a subscription has registered a feature, `Microsoft.Compute/EncryptionAtHost`. */
  hasFeature(subscription: string, feature: string): boolean;
  readonly features: RegisteredFeatures;
  /** What subscriptions have registered; everything when absent. The front door asks for calls, the engine for templates. */
  readonly registrations: Registrations | undefined;
  /** What stands behind managed clusters; undefined when nothing does. */
  readonly kubeconfigOf: KubeconfigOf | undefined;
  /** What the policies over a resource have against it; none when it may be. */
  violations(subject: Subject): readonly Detail[];
  /** A resource's body with what policies change about it; undefined when they change nothing. */
  modified(subject: Subject): Doc | undefined;
  /** Called after writes: sets the timer for what ends next, and wakes what is driven. */
  wake(): void;
}

/** The table of types, looked up by lower-case type. */
export interface TypeTable {
  readonly rows: readonly TypeRow[];
  row(type: string): TypeRow | undefined;
  /** Whether any type or view of this namespace (in lower case) is in the table. */
  hasNamespace(namespace: string): boolean;
  readonly views: readonly ViewRow[];
  /** The views of this lower-case type whose address ends so, one for each verb. */
  viewsAt(type: string, ends: ViewRow["ends"]): readonly ViewRow[];
}

/** A type of resource: all that the engine knows of it. */
export interface TypeRow extends TypeFacts {
  /** Resources that are there from the beginning and are kept nowhere: built-in roles. */
  builtIn?: {
    get(id: ResourceId, engine: Engine): Doc | undefined;
    all(id: ResourceId, filter: string | undefined, engine: Engine): readonly Doc[];
  };
  /** What `$expand` may name besides, and what it comes to: members of properties that are shown only when asked for. */
  computes?: Readonly<Record<string, (engine: Engine, row: Row) => Value | undefined>>;
  rules: readonly Rule[];
  /** What else happens once the resource is stored: resources of its own, marks on others. */
  effects: readonly Rule[];
  removal: readonly RemovalRule[];
  /** What the provider finds wrong with what a template would make of this type, all of it together. */
  preflight?(engine: Engine, planned: readonly Planned[]): readonly Detail[];
  /** Completes what a list shows of one, as the list's query asks. */
  listed?(engine: Engine, row: Row, body: Doc, query: Query): void;
  actions?: readonly ActionRow[];
  /** Whether a list shows this one, as `$filter` and the rest of its query ask. */
  lists?(row: Row, filter: string | undefined, scope: string, query: Query, engine: Engine): boolean;
}

/** A rule that a PUT must meet, or what a provider fills in: one small named function. */
export interface Rule {
  name: string;
  evidence: Evidence;
  /** Refuses by throwing; may complete the document. */
  apply(change: Change): void;
}

/** What must hold before a resource is removed, or what goes with it. */
export interface RemovalRule {
  name: string;
  evidence: Evidence;
  apply(removal: Removal): void;
}

/** A PUT under way: what rules see and complete. Everything happens in one transaction. */
export interface Change {
  engine: Engine;
  type: TypeRow;
  id: ResourceId;
  apiVersion: string;
  actor: Actor;
  /** Whether a template deployment asks. */
  deployment: boolean;
  before: Row | undefined;
  /** The document that will be stored; rules complete it in place. */
  doc: Doc;
  /** Id as it is kept: the casing of the first PUT. */
  keptId: string;
  location: string;
  now: number;
  /** Set by a rule: the call is taken, and its work fails so when its time has come. */
  failure?: Detail;
}

/** A DELETE: asked for (`phase` "asked", where rules refuse) or carried out ("done", where rules clear up). */
export interface Removal {
  engine: Engine;
  type: TypeRow;
  row: Row;
  phase: "asked" | "done";
}

/** A call on one resource besides reading and writing it: `start`, `listKeys`, `instanceView`. */
export interface ActionRow {
  /** Last segment of the address. */
  name: string;
  verb: "GET" | "POST";
  /** What it does, for the page of evidence. */
  what: string;
  evidence: Evidence;
  /** Query parameters besides api-version, in lower case. */
  query?: readonly string[];
  /** Whether pages may be asked for: the answer is a list then, wrapped in `value`. */
  paged?: true;
  /** Model of the body; absent when none is taken. */
  model?: string;
  /** How long it takes; absent when it is done when it is answered. */
  takes?: Range;
  /** As operations name it: `StartVirtualMachineOperation`. */
  label?: string;
  /** provisioningState while it goes on; absent when that stays. */
  state?: string;
  /**
   * Refuses by throwing, or does it: inside a transaction as far as it is synchronous. Its value is the answer of an
   * action that is done at once; undefined is an answer without a body.
   */
  run(act: Act): Value | undefined | Promise<Value | undefined>;
  /** What the end of one that takes its time changes, inside a transaction; its value is the operation's output. */
  finish?(act: Act): Value | undefined;
}

/** An action on one resource: asked for, or ending. */
export interface Act {
  engine: Engine;
  type: TypeRow;
  row: Row;
  apiVersion: string;
  /** In the members' own casing. */
  body: Doc;
  query: Query;
  actor: Actor;
  now: number;
  /** What `run` wants `finish` to know; kept with the operation. */
  notes: Doc;
}

/** An address of a provider that is no resource: `skus`, `locations/{location}/usages`, `checkNameAvailability`. */
export interface ViewRow {
  /** Names left out: `Microsoft.Compute/locations/usages`. */
  type: string;
  /** Whether the address ends with a name. */
  ends: "type" | "name";
  verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Accepted versions, newest first. */
  apiVersions: readonly string[];
  /** Query parameters besides api-version, in lower case. */
  query?: readonly string[];
  /** What the body is checked against; absent when `answer` reads it itself. */
  body?: { checker: Checker; model: string };
  /** Whether pages may be asked for: the answer is a list then, wrapped in `value`. */
  paged?: true;
  what: string;
  evidence: Evidence;
  /** Undefined is an answer without a body. Inside a transaction as far as it is synchronous, unless it is a GET. */
  answer(view: View): Value | undefined | Promise<Value | undefined>;
}

/** A call to an address that is no resource. */
export interface View {
  engine: Engine;
  id: ResourceId;
  apiVersion: string;
  body: Doc;
  query: Query;
  actor: Actor;
}

/** A resource that a template would make, with what is known of it before anything is made. */
export interface Planned {
  id: ResourceId;
  body: Doc;
}
