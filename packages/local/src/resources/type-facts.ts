import type { Doc, Path } from "../documents/document.ts";
import type { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { Evidence } from "../facts/evidence.ts";
import type { Checker } from "./checker.ts";
import type { EtagForm } from "./etags.ts";
import type { Lacking } from "./versions.ts";

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

/** What a type of resource is, apart from the code of its own. */
export interface TypeFacts {
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
  /** Whether it has no provisioningState. */
  stateless?: true;
  /** What `$expand` may name, as paths below properties. */
  expands: readonly string[];
  /** Query parameters of a list besides api-version, $top and $skiptoken. */
  listQuery?: readonly string[];
  /** Query parameters of a call on one resource besides api-version and $expand, in lower case. */
  query?: Partial<Readonly<Record<"GET" | "PUT" | "PATCH" | "DELETE", readonly string[]>>>;
  /** Status of every PUT that is done at once, where it is not 201 for a new resource and 200 for another. */
  putStatus?: 200 | 201;
  /** Whether DELETE answers with what it removed. */
  answersDeleted?: true;
  evidence: Evidence;
}
