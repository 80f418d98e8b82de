import type { Manner } from "./type-facts.ts";

/** Addresses that an answer leads to: of the operation's status (Azure-AsyncOperation), of its result (Location). */
export type Links = readonly ("status" | "result")[];

/** How a provider tells of work that goes on (ARM-ASY). */
export interface MannerRow {
  /** For the page of evidence. */
  what: string;
  /** Absent: a PUT is done when it is answered. */
  put?: {
    /** Which PUTs take time. */
    takesTime: "always" | "creation";
    /** The status that is answered at once. */
    created: 200 | 201 | 202;
    updated: 200 | 202;
    /** provisioningState meanwhile. */
    states: { created: string; updated: string };
    /** Whether the answer shows the resource. */
    body: boolean;
    links: Links;
    /** Whether the call is answered only when the work is done; then there is nothing to poll. */
    held?: true;
  };
  /** Whether a PATCH takes as long as a PUT, and is answered like one. Otherwise it is done at once. */
  slowPatch?: true;
  /** Absent: a DELETE is done when it is answered. Otherwise it is answered with 202. */
  delete?: { links: Links };
  /** Segment below `locations/REGION` where an operation's status is. */
  status: string;
  /** The same for its result; where it is that of the status, `monitor=true` tells them apart. */
  result: string;
  /** What a poller is asked to wait, seconds. */
  retryAfterSeconds: number;
  /** Whether `Azure-AsyncNotification` is said. */
  notifies?: true;
  /** Whether a status shows the resource when its PUT has ended: `properties.output`. */
  output?: true;
}

const network = { status: "operations", result: "operationResults", retryAfterSeconds: 10, notifies: true } as const;

/** Every manner of the emulated Azure. */
export const manners: Readonly<Record<Manner, MannerRow>> = {
  network: {
    ...network,
    what: "PUT answers 201 or 200 with the resource in state Updating and Azure-AsyncOperation; DELETE answers 202 with Location too",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Updating", updated: "Updating" },
      body: true,
      links: ["status"],
    },
    delete: { links: ["status", "result"] },
  },
  storage: {
    what: "a PUT that creates answers 202 without a body and with Location; DELETE is done at once",
    put: {
      takesTime: "creation",
      created: 202,
      updated: 202,
      states: { created: "Creating", updated: "Creating" },
      body: false,
      links: ["result"],
    },
    status: "asyncoperations",
    result: "asyncoperations",
    retryAfterSeconds: 17,
  },
  compute: {
    ...network,
    what: "PUT and PATCH answer 201 or 200 with the resource in state Creating or Updating and Azure-AsyncOperation; DELETE and actions answer 202 with Location too, the result being the status with monitor=true",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Creating", updated: "Updating" },
      body: true,
      links: ["status"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    result: "operations",
  },
  disk: {
    what: "PUT, PATCH, DELETE and actions answer 202 with Azure-AsyncOperation and Location under DiskOperations; the status of what has ended shows the output",
    put: {
      takesTime: "always",
      created: 202,
      updated: 202,
      states: { created: "Updating", updated: "Updating" },
      body: true,
      links: ["status", "result"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    status: "DiskOperations",
    result: "DiskOperations",
    retryAfterSeconds: 2,
    output: true,
  },
  gallery: {
    what: "PUT answers 201 or 200 with the resource in state Creating or Updating and Azure-AsyncOperation under capsOperations; DELETE answers 202 with Location too",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Creating", updated: "Updating" },
      body: true,
      links: ["status"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    status: "capsOperations",
    result: "capsOperations",
    retryAfterSeconds: 10,
  },
  held: {
    what: "a PUT is answered when it is done, which takes a moment; DELETE is done at once",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Succeeded", updated: "Succeeded" },
      body: true,
      links: [],
      held: true,
    },
    status: "operations",
    result: "operationResults",
    retryAfterSeconds: 10,
  },
  zone: {
    what: "PUT is done when it is answered; DELETE answers 202 with Azure-AsyncOperation and Location",
    delete: { links: ["status", "result"] },
    status: "operationStatuses",
    result: "operationResults",
    retryAfterSeconds: 5,
  },
  "private-zone": {
    what: "PUT, PATCH and DELETE answer 202 without a body, with Azure-AsyncOperation and Location",
    put: {
      takesTime: "always",
      created: 202,
      updated: 202,
      states: { created: "Creating", updated: "Updating" },
      body: false,
      links: ["status", "result"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    status: "operationStatuses",
    result: "operationResults",
    retryAfterSeconds: 5,
  },
  vault: {
    what: "a PUT that creates answers 200 with the vault in state RegisteringDns, and clients read the vault until it is Succeeded; DELETE is done at once",
    put: {
      takesTime: "creation",
      created: 200,
      updated: 200,
      states: { created: "RegisteringDns", updated: "Succeeded" },
      body: true,
      links: [],
    },
    status: "operationStatuses",
    result: "operationResults",
    retryAfterSeconds: 5,
  },
  registry: {
    what: "PUT and PATCH answer 201 or 200 with the resource in state Creating or Updating and Azure-AsyncOperation under operationStatuses; DELETE and actions that last answer 202 with Location too",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Creating", updated: "Updating" },
      body: true,
      links: ["status"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    status: "operationStatuses",
    result: "operationResults",
    retryAfterSeconds: 10,
  },
  cluster: {
    what: "PUT and PATCH answer 201 or 200 with the resource in state Creating or Updating and Azure-AsyncOperation; DELETE answers 202 with Location too",
    put: {
      takesTime: "always",
      created: 201,
      updated: 200,
      states: { created: "Creating", updated: "Updating" },
      body: true,
      links: ["status"],
    },
    slowPatch: true,
    delete: { links: ["status", "result"] },
    status: "operations",
    result: "operationResults",
    retryAfterSeconds: 10,
  },
  direct: {
    what: "every call is done when it is answered",
    status: "operations",
    result: "operationResults",
    retryAfterSeconds: 10,
  },
};

/** Segments below a region under which operations are polled, in lower case. */
export const polledCollections: ReadonlySet<string> = new Set([
  "operationstatuses",
  ...Object.values(manners).flatMap((row) => [row.status.toLowerCase(), row.result.toLowerCase()]),
]);

const resultsOnly: ReadonlySet<string> = new Set(["operationresults", manners.storage.result]);

/** Whether a polled address is that of a result, not of a status. */
export const isResult = (collection: string, monitor: string | undefined): boolean =>
  resultsOnly.has(collection) || monitor?.toLowerCase() === "true";
