import type { Act, View } from "../resources/act.ts";
import type { Change, Removal } from "../resources/change.ts";
import type { Doc, Path, Value } from "../resources/document.ts";
import type { Engine, EtagForm } from "../resources/engine.ts";
import type { Query } from "../resources/query.ts";
import type { Detail, Refusal } from "../resources/refusal.ts";
import type { ResourceId } from "../resources/route.ts";
import type { Row } from "../resources/rows.ts";
import type { Checker } from "./models.ts";
import type { Lacking } from "./versions.ts";

/** How we know that Azure does it so: its documentation says it, an exchange with it was seen, or we assume it. */
export type Evidence = "documented" | "seen" | "assumed";

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

/** A place where a resource of this type names another. */
export interface Reference {
  /** Leads to an object with an `id`, or to an id itself. */
  at: Path;
  /** Type of what is named, in lower case. */
  to: string;
  /** Member of what is named that lists who names it; `single` when it is one object, not a list. */
  back?: { member: string; single?: true; names: "holder" | "resource" };
  /** Whether both must lie in one region. */
  sameRegion?: true;
  /** Set by the provider, or checked by the type's own rules: the engine never does. */
  own?: true;
  /** Whether what stands beside the id is this resource's and stays. */
  whole?: true;
}

/** Where a private address of a subnet stands: an object with subnet, privateIPAddress and privateIPAllocationMethod. */
export interface AddressHolder {
  at: Path;
}

/** Parts of a resource that have an address of their own: subnets of a network, rules of a security group. */
export interface PartRow {
  /** Segment of the address: `subnets`. */
  segment: string;
  /** Member of the resource's properties that lists them. */
  member: string;
  model: string;
  /** As operations name it: `Subnet`. */
  label: string;
  verbs: readonly ("GET" | "LIST" | "PUT" | "DELETE")[];
  /** What it is called when somebody still names it. */
  inUse?: { code: string; message(name: string, id: string, by: string): string };
  defaults?: Doc;
  /** Whether a PUT to one of them is done when it is answered. */
  atOnce?: true;
  /** What `$expand` may name on one of them. */
  expands?: readonly string[];
  /** Completes or refuses what a PUT to one of them brings: `before` is undefined when it is new. */
  take?(doc: Doc, before: Doc | undefined, owner: Row): void;
}

/** A range of milliseconds as Azure takes them. */
export type Range = readonly [number, number];

/** How a provider tells of work that goes on: a row of resources/manners.ts. */
export type Manner =
  | "network"
  | "storage"
  | "compute"
  | "disk"
  | "gallery"
  | "held"
  | "zone"
  | "private-zone"
  | "vault"
  | "registry"
  | "cluster"
  | "direct";

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

/** A resource that a template would make, with what is known of it before anything is made. */
export interface Planned {
  id: ResourceId;
  body: Doc;
}

/** A type of resource: all that the engine knows of it. */
export interface TypeRow {
  /** As Azure writes it: `Microsoft.Network/virtualNetworks`. */
  type: string;
  /** Accepted versions, newest first. */
  apiVersions: readonly string[];
  place: "group" | "child" | "extension";
  /** Whether generic listings show it. */
  tracked: boolean;
  verbs: readonly ("GET" | "PUT" | "PATCH" | "DELETE" | "LIST" | "LIST-SUBSCRIPTION")[];
  checker: Checker;
  /** What a version lacks of the models; absent where versions are not told apart. */
  lacking?(version: string): Lacking | undefined;
  model: string;
  /** Model of a PATCH; absent when only tags may be patched. */
  patchModel?: string;
  /** Whether the body carries location and tags. */
  located: boolean;
  /** Whether its only location is `global`. */
  global?: true;
  /** How a body that cannot be read is refused. */
  parser: "network" | "arm";
  manner: Manner;
  takes?: { put: Range; delete: Range };
  /** As operations name it: `VirtualNetwork`. */
  label: string;
  /** How a write is refused while another goes on. */
  busy: "another" | "retryable" | "storage" | "conflict";
  /** How it is refused where `busy` has no words for it. */
  refusesBusy?(row: Row): Refusal;
  parts: readonly PartRow[];
  references: readonly Reference[];
  addresses: readonly AddressHolder[];
  /** Members that only the provider sets although the models do not say so, as paths; they outlive a PUT. */
  own: readonly Path[];
  defaults: Doc;
  namePattern: RegExp;
  /** The code and words of a name that does not match, where the provider has its own. */
  nameProblem?: { code: string; told(name: string): string };
  /** The code and words of one that is not there, where the provider has its own. */
  absence?: { code: string; told(name: string): string };
  /** Whether the body carries an etag. */
  etag: boolean;
  /** The form of its etags, where it is not `W/"…"`. */
  etagForm?: EtagForm;
  /** Resources that are there from the beginning and are kept nowhere: built-in roles. */
  builtIn?: {
    get(id: ResourceId, engine: Engine): Doc | undefined;
    all(id: ResourceId, filter: string | undefined, engine: Engine): readonly Doc[];
  };
  /** Whether it has no provisioningState. */
  stateless?: true;
  /** What `$expand` may name, as paths below properties. */
  expands: readonly string[];
  /** What `$expand` may name besides, and what it comes to: members of properties that are shown only when asked for. */
  computes?: Readonly<Record<string, (engine: Engine, row: Row) => Value | undefined>>;
  rules: readonly Rule[];
  /** What else happens once the resource is stored: resources of its own, marks on others. */
  effects: readonly Rule[];
  removal: readonly RemovalRule[];
  /** What the provider finds wrong with what a template would make of this type, all of it together. */
  preflight?(engine: Engine, planned: readonly Planned[]): readonly Detail[];
  /** Query parameters of a list besides api-version, $top and $skiptoken. */
  listQuery?: readonly string[];
  /** Query parameters of a call on one resource besides api-version and $expand, in lower case. */
  query?: Partial<Readonly<Record<"GET" | "PUT" | "PATCH" | "DELETE", readonly string[]>>>;
  /** Completes what a list shows of one, as the list's query asks. */
  listed?(engine: Engine, row: Row, body: Doc, query: Query): void;
  actions?: readonly ActionRow[];
  /** Whether a list shows this one, as `$filter` and the rest of its query ask. */
  lists?(row: Row, filter: string | undefined, scope: string, query: Query, engine: Engine): boolean;
  /** Status of every PUT that is done at once, where it is not 201 for a new resource and 200 for another. */
  putStatus?: 200 | 201;
  /** Whether DELETE answers with what it removed. */
  answersDeleted?: true;
  evidence: Evidence;
}
