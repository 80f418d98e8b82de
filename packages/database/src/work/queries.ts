import type { DeclaredQuery } from "../store.ts";

/**
 * How work is found in the container of clusters, longest untouched first. All conditions are checked again on what was read (`takeable`), since a document
 * may change between the query and the taking.
 */
export const workQueries = [
  {
    name: "work-queued",
    where: [
      { path: "/kind", equals: "work" },
      { path: "/state", equals: "queued" },
      { path: "/notBefore", atMost: { storeNow: true }, absentAs: 0 },
    ],
    orderBy: "/_ts",
  },
  {
    name: "work-expired",
    where: [
      { path: "/kind", equals: "work" },
      { path: "/state", equals: "leased" },
      { secondsSinceWriteExceed: "/leaseSeconds" },
    ],
    orderBy: "/_ts",
  },
  /** Operations that were put in the place of one that this owner still runs: it is to stop and say so. */
  {
    name: "work-awaiting-quiet",
    where: [
      { path: "/kind", equals: "work" },
      { path: "/state", equals: "queued" },
      { path: "/predecessor/owner", equals: { parameter: "owner" } },
    ],
  },
] as const satisfies readonly DeclaredQuery[];

/** How subscriptions are found whose clusters are all to be deleted (spec 02 §1.4 Q8). */
export const cascadeQueries = [
  {
    name: "subscriptions-to-empty",
    where: [
      { path: "/deleting", equals: true },
      { path: "/cascade/notBefore", atMost: { storeNow: true }, absentAs: 0 },
    ],
    orderBy: "/_ts",
  },
] as const satisfies readonly DeclaredQuery[];
