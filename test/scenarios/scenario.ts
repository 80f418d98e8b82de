import type { Json } from "@aro/api";
import type { FaultOrder } from "../harness/control.ts";

/**
 * A scenario is data: what clients send over the network, what they are answered, and what store and cloud hold in the end. Texts may have
 * placeholders in angle brackets: see `play/fill.ts`.
 */
export interface Scenario {
  /** `flow/what`: stable, since people ask for scenarios by parts of it. */
  name: `${Flow}/${string}`;
  /** What it shows, in one sentence. */
  shows: string;
  /** How many customers there are in the one subscription, each with a network, a principal and a name for a cluster; one when absent. */
  customers?: number;
  /** The group in which all clusters are asked for; each customer's own when absent. */
  group?: string;
  steps: readonly Step[];
  end: End;
}

/** What customers do. `npm test` runs one scenario of each. */
export const allFlows = [
  "create",
  "repeat",
  "patch",
  "put",
  "delete",
  "resume",
  "cancel",
  "bad-input",
  "callers",
  "subscription",
  "list",
  "versions",
  "validation",
] as const;
export type Flow = (typeof allFlows)[number];

export type Step =
  | Call
  /** Waits until the operation that a call began or found has ended, and looks at it all along (`harness/watch.ts`). */
  | { wait: string; until: Ending }
  /** Arms a fault, by a name for the steps to come. */
  | { arm: FaultOrder; as: string }
  /** Waits until it has struck so often, once when `times` is absent. */
  | { struck: string; times?: number }
  | { clear: string }
  /** In these steps nobody writes anything of the subscription: not to the store, not to the cloud. */
  | { unchanged: readonly Step[] }
  /** ARM's own view of the subscription; returns when the service has been told. */
  | { subscription: "Enabled" | "Warned" | "Disabled" | "Deleted" }
  /** The steps for every customer, side by side: `<n>` is the customer's number. */
  | { each: readonly Step[] }
  /** The steps, so often. */
  | { times: number; steps: readonly Step[] }
  /** Waits until the cluster of every customer is gone from the store: nobody was told of an operation to wait for. */
  | { gone: true }
  /** Waits until the cluster is shown in this state: as above. */
  | { state: "Failed" }
  /** Reads a list to its end by its links. */
  | ReadList;

/** One request and what it is answered. */
export interface Call {
  send: string;
  /** An answer's name, for {@link Step} `wait` and for placeholders: `<ANSWER header etag>`, `<ANSWER body properties.x>`. */
  as?: string;
  version?: string | null;
  headers?: Readonly<Record<string, string>>;
  /** Who calls: the customer through ARM when absent, else somebody who calls the service itself, with this certificate. */
  by?: "arm" | "administrator" | "stranger" | "nobody";
  body?: Body;
  expect: Expectation;
}

/** A body: of JSON; the customer's whole cluster, changed at some members; or bytes as they are. */
export type Body =
  | { json: Json }
  /** Dotted members of the customer's PUT and their new values; `undefined` removes. */
  | { cluster: Readonly<Record<string, Json | undefined>> }
  | { text: string }
  /** The body that an earlier answer had, as it was, or with members changed. */
  | { of: string; changed?: Readonly<Record<string, Json | undefined>> }
  /** The customer's PUT with a tag so long that the body has this many bytes. */
  | { bytes: number };

export interface Expectation {
  status: number;
  /** Headers by name: their value, a pattern, `false` for absent, or `true` for any. */
  headers?: Readonly<Record<string, string | RegExp | boolean>>;
  /** Members that the body has, at least; a pattern for a text. Lists are compared whole. */
  body?: Wanted;
  /** Dotted members that the body has not. */
  without?: readonly string[];
  error?: WantedError;
  /** The operation that the answer names is the one that this earlier answer named. */
  operationOf?: string;
}

/** What a body must have: objects at least these members. */
export type Wanted = Json | RegExp | { readonly [member: string]: Wanted } | readonly Wanted[];

/** An error as ARM clients read it: exactly this code, this target, and these details. */
export interface WantedError {
  code: string;
  target?: string;
  /** Texts that the message has. */
  says?: readonly string[];
  details?: readonly WantedError[];
}

/** How an operation ends. */
export type Ending =
  | "Succeeded"
  | { status: "Failed" | "Canceled"; step?: string; error: Omit<WantedError, "details"> & { details?: "any" } };

export interface ReadList {
  list: string;
  version?: string;
  /** How many are on each page. */
  pages: readonly number[];
  /** Names on all pages, in order. */
  names: readonly string[];
}

/** Whether a cluster was ever charged for; of each customer, where they differ. */
export type Billing = "closed" | "none";

/** What store and cloud hold when all is done: the whole of it. */
export type End =
  /** What the customers had, and nothing else. */
  | { left: "nothing"; billing: Billing | readonly Billing[] }
  /** As far as it can be told when ARM shows nothing of the subscription any more. */
  | { left: "nothing in a subscription that is gone" }
  /** For every customer one cluster, as nobody disturbed it but for these differences, and no more. */
  | {
      left: "cluster";
      /** How many operations there ever were on each. */
      operations: number;
      /** Resources besides, below the managed group; placeholders of the census. */
      besides?: readonly string[];
      /** How many clusters of that name there were before. */
      former?: number;
      /** Place in the likeness → what lies there instead. */
      differs?: Readonly<Record<string, unknown>>;
    }
  /** Clusters whose creation failed before it made anything in the cloud. */
  | { left: "failed"; operations: number };
