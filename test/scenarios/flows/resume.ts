import type { Scenario } from "../scenario.ts";
import { get, managedGroup, put, refusal, refused, remove, storageDeployment, waitFor } from "./phrases.ts";

/** The same PUT after the creation failed: it takes what is there and goes on (ARM-PUT-13). */
const again = {
  send: "PUT <cluster>",
  as: "again",
  body: { cluster: {} },
  expect: {
    status: 200,
    headers: { "azure-asyncoperation": true },
    body: { properties: { provisioningState: "Creating" } },
  },
} as const;

const subnet =
  "/subscriptions/<subscription>/resourcegroups/<group>/providers/microsoft.network/virtualnetworks/network/subnets/master";

/** A creation that fails, says why, and is resumed (ARM-PUT-13, ARM-ERR-05). */
export const resume: readonly Scenario[] = [
  {
    name: "resume/refused-deployment",
    shows:
      "a creation that Azure refused in the middle says so in Azure's words; the same PUT resumes it with what is there",
    steps: [
      refusal("PUT", storageDeployment, "QuotaExceeded", 409),
      put(),
      waitFor("create", {
        status: "Failed",
        step: "deployBaseResourceTemplate",
        error: { code: "DeploymentFailed", says: ["QuotaExceeded", "quota"], details: "any" },
      }),
      get({ body: { properties: { provisioningState: "Failed" } } }),
      refused(
        {
          send: "PATCH <cluster>",
          body: {
            json: { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 2 } } } } },
          },
        },
        { code: "RequestNotAllowed", says: ["PUT"] },
      ),
      { clear: "refusal" },
      again,
      waitFor("again"),
    ],
    end: { left: "cluster", operations: 2 },
  },
  {
    name: "resume/policy",
    shows: "a policy that forbids a change is named, and the creation is resumed when it allows it",
    steps: [
      {
        arm: {
          match: { method: "PUT", path: subnet, actor: "rp" },
          do: {
            kind: "status",
            status: 403,
            body: {
              error: {
                code: "RequestDisallowedByPolicy",
                message: "Resource 'master' was disallowed by policy.",
                additionalInfo: [
                  {
                    type: "PolicyViolation",
                    info: { policyDefinitionDisplayName: "No endpoints", policyAssignmentName: "assigned" },
                  },
                ],
              },
            },
          },
          count: "always",
        },
        as: "policy",
      },
      put(),
      waitFor("create", {
        status: "Failed",
        step: "ensureServiceEndpoints",
        error: { code: "RequestDisallowedByPolicy", says: ["No endpoints", "assigned"], details: "any" },
      }),
      { clear: "policy" },
      again,
      waitFor("again"),
    ],
    end: { left: "cluster", operations: 2 },
  },
  {
    name: "resume/after-the-deployment",
    shows:
      "a creation that failed when most was there goes on with it: what was drawn for it stays, and nothing is there twice",
    steps: [
      {
        arm: {
          match: { method: "PUT", path: subnet, actor: "rp" },
          do: { kind: "status", status: 400, code: "RefusedForATest", message: "Refused for a test." },
          // The writes of ensureServiceEndpoints and setMasterSubnetPolicies go by; that of attachNSGs is refused.
          skip: 2,
          count: "always",
        },
        as: "refusal",
      },
      put(),
      waitFor("create", {
        status: "Failed",
        step: "attachNSGs",
        error: { code: "DeploymentFailed", says: ["RefusedForATest"], details: "any" },
      }),
      { clear: "refusal" },
      again,
      waitFor("again"),
    ],
    end: { left: "cluster", operations: 2 },
  },
  {
    name: "resume/fails-twice",
    shows: "a resumed creation may fail again, at the same place, and be resumed again",
    steps: [
      refusal("PUT", managedGroup, "InvalidResourceInjected"),
      put(),
      waitFor("create", {
        status: "Failed",
        step: "ensureResourceGroup",
        error: { code: "InternalServerError", says: ["InvalidResourceInjected"], details: "any" },
      }),
      again,
      waitFor("again", {
        status: "Failed",
        step: "ensureResourceGroup",
        error: { code: "InternalServerError", says: ["InvalidResourceInjected"], details: "any" },
      }),
      { clear: "refusal" },
      { ...again, as: "third" },
      waitFor("third"),
    ],
    end: { left: "cluster", operations: 3 },
  },
  {
    name: "resume/deleted-instead",
    shows: "a creation that failed in the middle can be deleted instead, without residue and without a charge",
    steps: [
      refusal("PUT", storageDeployment, "InvalidTemplateInjected"),
      put(),
      waitFor("create", {
        status: "Failed",
        step: "deployBaseResourceTemplate",
        error: { code: "DeploymentFailed", says: ["InvalidTemplateInjected"], details: "any" },
      }),
      { clear: "refusal" },
      remove(),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: "none" },
  },
];
