import type { Scenario } from "../scenario.ts";
import { addressPath, began, countTarget, fixed, oneMoreAddress } from "./outbound.ts";
import { created, get, refused, waitFor } from "./phrases.ts";

/** PUT on what exists (ARM-PUT). */
export const put: readonly Scenario[] = [
  {
    name: "put/tags",
    shows: "PUT replaces: other tags are stored at once, absent ones are gone (ARM-PUT-03)",
    steps: [
      ...created,
      {
        send: "PUT <cluster>",
        body: { cluster: { tags: { team: "billing" } } },
        expect: { status: 200, headers: { "azure-asyncoperation": false }, body: { tags: { team: "billing" } } },
      },
      {
        send: "PUT <cluster>",
        body: { cluster: { tags: undefined } },
        expect: { status: 200, headers: { "azure-asyncoperation": false }, without: ["tags.team"] },
      },
    ],
    end: { left: "cluster", operations: 1, differs: { "/cluster/openShiftCluster/tags": "nothing" } },
  },
  {
    name: "put/outbound-addresses",
    shows: "PUT changes what may change, and what it leaves out returns to its default",
    steps: [
      ...created,
      {
        send: "PUT <cluster>",
        as: "more",
        body: { cluster: { [countTarget]: 2 } },
        expect: { ...began, body: { properties: { provisioningState: "Updating" } } },
      },
      { send: "PUT <cluster>", body: { cluster: { [countTarget]: 2 } }, expect: { status: 200, operationOf: "more" } },
      waitFor("more"),
      { send: "PUT <cluster>", as: "default", body: { cluster: {} }, expect: began },
      waitFor("default"),
    ],
    end: { left: "cluster", operations: 3 },
  },
  {
    name: "put/outbound-addresses-stay",
    shows: "after an update to two outbound addresses the cloud has one more, on the load balancer's outbound rule",
    steps: [
      ...created,
      { send: "PUT <cluster>", as: "more", body: { cluster: { [countTarget]: 2 } }, expect: began },
      waitFor("more"),
    ],
    end: { left: "cluster", operations: 2, besides: [addressPath], differs: oneMoreAddress },
  },
  {
    name: "put/immutable",
    shows: "PUT with other values for what is fixed names each of them and changes nothing",
    steps: [
      ...created,
      {
        unchanged: [
          refused(
            {
              send: "PUT <cluster>",
              body: {
                cluster: {
                  "properties.clusterProfile.domain": "elsewhere",
                  "properties.networkProfile.podCidr": "10.64.0.0/14",
                },
              },
            },
            fixed,
          ),
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "put/older-version-erases-nothing",
    shows: "a PUT in an older version keeps what only newer versions know (ARM-PUT-07)",
    steps: [
      ...created,
      { send: "PUT <cluster>", as: "more", body: { cluster: { [countTarget]: 2 } }, expect: began },
      waitFor("more"),
      { send: "GET <cluster>", as: "older", version: "2022-09-04", expect: { status: 200 } },
      {
        send: "PUT <cluster>",
        version: "2022-09-04",
        body: { of: "older", changed: { tags: { team: "payments" } } },
        expect: { status: 200 },
      },
      get({ body: { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 2 } } } } } }),
      { send: "PUT <cluster>", as: "default", body: { cluster: {} }, expect: began },
      waitFor("default"),
    ],
    end: { left: "cluster", operations: 3 },
  },
];
