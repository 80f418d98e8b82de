import type { Scenario } from "../scenario.ts";
import { began, countTarget, fixed, outbound } from "./outbound.ts";
import { created, get, managedGroup, refused, waitFor } from "./phrases.ts";

/** PATCH (ARM-PAT). */
export const patch: readonly Scenario[] = [
  {
    name: "patch/tags",
    shows: "PATCH replaces all tags at once and starts no operation (ARM-PAT-03, ARM-PAT-04)",
    steps: [
      ...created,
      {
        send: "PATCH <cluster>",
        body: { json: { tags: { owner: "ann" } } },
        expect: {
          status: 200,
          headers: { "azure-asyncoperation": false },
          body: { tags: { owner: "ann" } },
          without: ["tags.team"],
        },
      },
      get({ body: { tags: { owner: "ann" }, properties: { provisioningState: "Succeeded" } }, without: ["tags.team"] }),
    ],
    end: {
      left: "cluster",
      operations: 1,
      differs: { "/cluster/openShiftCluster/tags/owner": "ann", "/cluster/openShiftCluster/tags/team": "nothing" },
    },
  },
  {
    name: "patch/nothing",
    shows: "a PATCH that says nothing, or only what is so, changes nothing (ARM-PAT-05)",
    steps: [
      ...created,
      get({}, "now"),
      {
        unchanged: [
          {
            send: "PATCH <cluster>",
            body: { json: {} },
            expect: { status: 200, headers: { "azure-asyncoperation": false } },
          },
          {
            send: "PATCH <cluster>",
            body: { of: "now" },
            expect: { status: 200, headers: { "azure-asyncoperation": false } },
          },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "patch/outbound-addresses",
    shows: "PATCH gives the cluster further outbound addresses, and takes them away again without residue",
    steps: [
      ...created,
      { send: "PATCH <cluster>", as: "more", body: { json: outbound(3) }, expect: began },
      waitFor("more"),
      get({
        body: {
          properties: {
            provisioningState: "Succeeded",
            networkProfile: {
              loadBalancerProfile: {
                managedOutboundIps: { count: 3 },
                effectiveOutboundIps: [{ id: /pip-v4$/ }, { id: /outbound-pip-v4$/ }, { id: /outbound-pip-v4$/ }],
              },
            },
          },
        },
      }),
      { send: "PATCH <cluster>", as: "fewer", body: { json: outbound(1) }, expect: began },
      waitFor("fewer"),
    ],
    end: { left: "cluster", operations: 3 },
  },
  {
    name: "patch/immutable",
    shows: "members that are fixed are refused, all of them at once, and nothing changes (ARM-PUT-06)",
    steps: [
      ...created,
      {
        unchanged: [
          refused(
            {
              send: "PATCH <cluster>",
              body: {
                json: {
                  properties: { clusterProfile: { domain: "elsewhere" }, networkProfile: { podCidr: "10.64.0.0/14" } },
                },
              },
            },
            fixed,
          ),
          refused(
            { send: "PATCH <cluster>", body: { json: outbound(21) } },
            { code: "InvalidParameter", target: countTarget, says: ["21", "20"] },
          ),
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "patch/absent",
    shows: "PATCH never creates (ARM-PAT-01)",
    steps: [
      refused(
        { send: "PATCH <cluster>", body: { json: { tags: { a: "b" } } } },
        { code: "ResourceNotFound", says: ["<name>"] },
        404,
      ),
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "patch/failed-then-again",
    shows:
      "an update that Azure refuses ends as Failed with Azure's words, what was asked for is not shown as if it were so, and it can be asked for again (ARM-PAT-07)",
    steps: [
      ...created,
      {
        arm: {
          match: {
            method: "PUT",
            path: `${managedGroup}/providers/microsoft.network/publicipaddresses/*`,
            actor: "rp",
          },
          do: {
            kind: "status",
            status: 400,
            code: "PublicIPCountLimitReached",
            message: "Cannot create more than 10 public IP addresses for this subscription in this region.",
          },
          count: "always",
        },
        as: "limit",
      },
      { send: "PATCH <cluster>", as: "refused", body: { json: outbound(2) }, expect: began },
      waitFor("refused", {
        status: "Failed",
        step: "reconcileLoadBalancerProfile",
        error: { code: "DeploymentFailed", says: ["PublicIPCountLimitReached", "more quota"], details: "any" },
      }),
      get({
        body: {
          properties: {
            provisioningState: "Failed",
            networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 1 } } },
          },
        },
      }),
      { clear: "limit" },
      { send: "PATCH <cluster>", as: "again", body: { json: outbound(2) }, expect: began },
      waitFor("again"),
      { send: "PATCH <cluster>", as: "back", body: { json: outbound(1) }, expect: began },
      waitFor("back"),
    ],
    end: { left: "cluster", operations: 4 },
  },
];
