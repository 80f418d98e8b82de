import type { Scenario } from "../scenario.ts";
import { managedGroup, refused, waitFor } from "./phrases.ts";

const many = 23;
const names = Array.from({ length: many }, (_, number) => `c${number + 1}`).sort();
const clusters = "providers/Microsoft.RedHatOpenShift/openShiftClusters";
const ofSubscription = `/subscriptions/<subscription>/${clusters}`;
const ofGroup = `/subscriptions/<subscription>/resourceGroups/customer-0/${clusters}`;

/** Clusters that are there, though only as creations that failed at once: lists ask for no more. */
const failed: Scenario["steps"] = [
  {
    arm: {
      match: { method: "PUT", path: managedGroup.replace("<managed>", "managed-*"), actor: "rp" },
      do: { kind: "status", status: 400, code: "InvalidResourceInjected", message: "Refused for a test." },
      count: "always",
    },
    as: "refusal",
  },
  {
    each: [
      { send: "PUT <cluster>", as: "create", body: { cluster: {} }, expect: { status: 201 } },
      waitFor("create", {
        status: "Failed",
        step: "ensureResourceGroup",
        error: { code: "InternalServerError", says: ["InvalidResourceInjected"], details: "any" },
      }),
    ],
  },
  { clear: "refusal" },
];

/** Lists (ARM-LST). */
export const list: readonly Scenario[] = [
  {
    name: "list/many",
    shows:
      "each of many clusters is on one page, in one order, by links that lead to ARM; ten to a page, or fewer where asked (ARM-LST-01, ARM-LST-04)",
    customers: many,
    group: "customer-0",
    steps: [
      ...failed,
      {
        unchanged: [
          { list: ofSubscription, pages: [10, 10, 3], names },
          { list: ofGroup, pages: [10, 10, 3], names },
          { list: ofGroup.toUpperCase().replace("<SUBSCRIPTION>", "<subscription>"), pages: [10, 10, 3], names },
          { list: `${ofSubscription}?$top=9`, pages: [9, 9, 5], names },
          { list: `${ofSubscription}?$top=23`, pages: [10, 10, 3], names },
          { list: ofSubscription, version: "2020-04-30", pages: [10, 10, 3], names },
          { list: ofGroup.replace("customer-0", "customer-1"), pages: [0], names: [] },
          refused({ send: `GET ${ofSubscription}?$top=0` }, { code: "InvalidParameter", target: "$top", says: ["0"] }),
          refused(
            { send: `GET ${ofSubscription}?$skipToken=forged` },
            { code: "InvalidParameter", target: "$skipToken", says: ["beginning"] },
          ),
        ],
      },
    ],
    end: { left: "failed", operations: 1 },
  },
  {
    name: "list/none",
    shows: "a subscription without clusters has an empty list",
    steps: [
      { list: ofSubscription, pages: [0], names: [] },
      { list: ofGroup, pages: [0], names: [] },
    ],
    end: { left: "nothing", billing: "none" },
  },
];
