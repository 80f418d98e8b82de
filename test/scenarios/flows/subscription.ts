import type { Call, Scenario } from "../scenario.ts";
import { created, get, managedGroup, refusal, refused, remove, waitFor } from "./phrases.ts";

const notification = (state: string, more: object = {}): Call => ({
  send: "PUT /subscriptions/<subscription>",
  version: "2.0",
  by: "arm",
  body: {
    json: { state, registrationDate: "Mon, 01 Jan 2024 00:00:00 GMT", properties: { tenantId: "<tenant>", ...more } },
  },
  expect: { status: 200, body: { state } },
});

/** ARM keeps customers from writing by itself; the service does too, whoever it is that asks. */
const readOnly = (state: "Warned" | "Suspended"): Scenario["steps"] => [
  refused(
    { send: "PUT <cluster>", body: { cluster: { "tags.team": "x" } } },
    { code: "ReadOnlyDisabledSubscription", says: ["<subscription>"] },
    409,
  ),
  refused(
    { send: "PUT <cluster>", by: "arm", body: { cluster: { "tags.team": "x" } } },
    { code: "InvalidSubscriptionState", says: [state] },
  ),
  refused(
    { send: "PATCH <cluster>", by: "arm", body: { json: { tags: {} } } },
    { code: "InvalidSubscriptionState", says: [state] },
  ),
  get({ body: { properties: { provisioningState: "Succeeded" } } }),
];

/** What ARM tells of a subscription (ARM-SUB). */
export const subscription: readonly Scenario[] = [
  {
    name: "subscription/suspended-warned-and-back",
    shows:
      "while the subscription is suspended or warned, clusters are read and not written; afterwards all is as before (ARM-SUB-05)",
    steps: [
      ...created,
      { subscription: "Disabled" },
      ...readOnly("Suspended"),
      { subscription: "Warned" },
      ...readOnly("Warned"),
      { subscription: "Enabled" },
      { unchanged: [{ send: "PUT <cluster>", body: { cluster: {} }, expect: { status: 200 } }] },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "subscription/deleted-while-suspended",
    shows:
      "a suspended subscription may delete what it has; where ARM keeps the service from it, the deletion says so, and is taken up again (ARM-SUB-05)",
    steps: [
      ...created,
      { subscription: "Disabled" },
      remove(),
      waitFor("delete", {
        status: "Failed",
        step: "deleteResources",
        error: {
          code: "InvalidLinkedSubnet",
          target: "<master>",
          says: ["ReadOnlyDisabledSubscription", "Check that the subscription is enabled"],
          details: "any",
        },
      }),
      { subscription: "Enabled" },
      remove("again"),
      waitFor("again"),
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "subscription/deleted",
    shows: "a deleted subscription loses all its clusters without any DELETE (ARM-SUB-06)",
    customers: 3,
    steps: [
      { each: created },
      notification("Suspended"),
      notification("Warned"),
      notification("Deleted"),
      { gone: true },
      refused(
        { send: "PUT <cluster>", by: "arm", body: { cluster: {} } },
        { code: "InvalidSubscriptionState", says: ["Deleted"] },
      ),
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "subscription/deleted-while-creating",
    shows: "what is being created when the subscription is deleted goes too",
    customers: 2,
    steps: [
      {
        each: [{ send: "PUT <cluster>", body: { cluster: {} }, expect: { status: 201 } }],
      },
      notification("Deleted"),
      { gone: true },
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "subscription/deleted-and-told-again",
    shows:
      "a deletion that Azure refuses ends as Failed; told again that the subscription is deleted, the service tries again",
    steps: [
      ...created,
      refusal("DELETE", managedGroup, "RefusedForATest"),
      notification("Deleted"),
      { state: "Failed" },
      { clear: "refusal" },
      notification("Deleted"),
      { gone: true },
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "subscription/gone-from-arm",
    shows:
      "when ARM itself knows nothing of the subscription any more, the service still comes to an end with its clusters",
    steps: [...created, { subscription: "Deleted" }, { gone: true }],
    end: { left: "nothing in a subscription that is gone" },
  },
  {
    name: "subscription/notifications",
    shows:
      "notifications are echoed whole, repeated ones too; what is wrong in one is named (ARM-SUB-01, ARM-SUB-02, ARM-SUB-04, ARM-SUB-08)",
    steps: [
      {
        ...notification("Registered", { additionalProperties: { deep: [{ unknown: 12345 }] } }),
        expect: {
          status: 200,
          body: { state: "Registered", properties: { additionalProperties: { deep: [{ unknown: 12345 }] } } },
        },
      },
      { unchanged: [notification("Registered", { additionalProperties: { deep: [{ unknown: 12345 }] } })] },
      {
        ...notification("Registered", { accountOwner: { puid: "p", email: "ann@example.com" } }),
        expect: {
          status: 200,
          body: { properties: { accountOwner: { puid: "p" } } },
          without: ["properties.accountOwner.email"],
        },
      },
      {
        unchanged: [
          refused(
            { send: "PUT /subscriptions/<subscription>", version: "2.0", by: "arm", body: { json: { state: "Odd" } } },
            { code: "InvalidParameter", target: "state", says: ["Odd", "Warned"] },
          ),
          refused(
            {
              send: "PUT /subscriptions/<subscription>",
              version: "2025-07-25",
              by: "arm",
              body: { json: { state: "Registered" } },
            },
            { code: "InvalidResourceType", says: ["2.0"] },
          ),
          refused(
            {
              send: "PUT /subscriptions/<subscription>",
              version: "2.0",
              by: "arm",
              body: { json: { state: "Warned", properties: [] } },
            },
            { code: "InvalidParameter", target: "properties" },
          ),
        ],
      },
    ],
    end: { left: "nothing", billing: "none" },
  },
];
