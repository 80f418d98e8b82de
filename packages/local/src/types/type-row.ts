import type { Change, Removal } from "../resources/change.ts";
import type { Doc, Path } from "../resources/document.ts";
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
  /** Set by the provider, so never checked. */
  own?: true;
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

/** How a provider tells of work that goes on (ARM-ASY). */
export type Manner =
  /** 200/201 with the resource and Azure-AsyncOperation; DELETE 202 with Location too. */
  | "network"
  /** PUT 202 without a body, with Location; DELETE at once. */
  | "storage"
  /** Everything at once. */
  | "direct";

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
  /** How a body that cannot be read is refused. */
  parser: "network" | "arm";
  manner: Manner;
  takes?: { put: Range; delete: Range };
  /** As operations name it: `VirtualNetwork`. */
  label: string;
  /** How a write is refused while another goes on. */
  busy: "another" | "retryable" | "storage";
  parts: readonly PartRow[];
  references: readonly Reference[];
  addresses: readonly AddressHolder[];
  /** Members that only the provider sets although the models do not say so, as paths; they outlive a PUT. */
  own: readonly Path[];
  defaults: Doc;
  namePattern: RegExp;
  /** Whether the body carries an etag. */
  etag: boolean;
  /** Whether etags have storage's form, `"0x8D…"`. */
  hexEtags?: true;
  /** Resources that are there from the beginning and are kept nowhere: built-in roles. */
  builtIn?: {
    get(id: ResourceId): Doc | undefined;
    all(id: ResourceId, filter: string | undefined): readonly Doc[];
  };
  /** Whether it has no provisioningState. */
  stateless?: true;
  /** What `$expand` may name, as paths below properties. */
  expands: readonly string[];
  rules: readonly Rule[];
  /** What else happens once the resource is stored: resources of its own, marks on others. */
  effects: readonly Rule[];
  removal: readonly RemovalRule[];
  /** Query parameters of a list besides api-version, $top and $skiptoken. */
  listQuery?: readonly string[];
  /** Whether a list shows this one, as `$filter` asks. */
  lists?(row: Row, filter: string | undefined, scope: string): boolean;
  /** Whether DELETE answers with what it removed. */
  answersDeleted?: true;
  evidence: Evidence;
}
