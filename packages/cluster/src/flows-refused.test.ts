import assert from "node:assert/strict";
import { test } from "node:test";
import type { CloudErrorBody } from "@aro/api";
import { toCloudError } from "@aro/azure";
import { managedGroupId, sampleCluster } from "./testing/sample-cluster.ts";
import { world } from "./testing/world.ts";

const withKey = () =>
  sampleCluster((properties) => {
    properties.sshKey = "sealed:key" as never;
    properties.networkProfile.loadBalancerProfile = { managedOutboundIps: { count: 2 } };
  });

/** The error and all that is inside it. */
const all = (body: CloudErrorBody): CloudErrorBody[] => [body, ...(body.details ?? []).flatMap(all)];

/** Azure's refusals by code, with the status ARM gives them. */
const refusals = {
  RequestDisallowedByPolicy: 403,
  ScopeLocked: 409,
  QuotaExceeded: 409,
  AuthorizationFailed: 403,
  SkuNotAvailable: 409,
  InvalidTemplate: 400,
};

for (const [code, status] of Object.entries(refusals))
  for (const how of ["answer", "operation"] as const)
    test(`${code} as the ${how === "answer" ? "answer to" : "end of"} any write of a create reaches the customer with its words (ARM-ERR-05)`, async () => {
      const whole = await world(withKey());
      await whole.play("Creating");
      const writes = whole.azure.writes().length;
      assert.equal(writes, 11);
      // The names' writes and the group's own are no long-running operations.
      const direct = whole.azure.writes().map((write) => /\/dnsZones\/|resourceGroups\/[^/]+$/.test(write));
      for (let refused = 1; refused <= writes; refused++) {
        if (how === "operation" && direct[refused - 1] === true) continue;
        const there = await world(withKey());
        const message = `'${managedGroupId}/providers/x' is not possible`;
        const error = { code, message, additionalInfo: [{ type: "Evidence", info: { number: refused } }] };
        let seen = 0;
        let victim: string | undefined;
        there.azure.arm.intercept = ({ method, path, host }) => {
          if (host !== "arm.test" || method === "GET") return undefined;
          if (victim === undefined && ++seen === refused) victim = `${method} ${path}`;
          if (victim !== `${method} ${path}`) return undefined;
          if (how === "answer") return { status, body: { error } };
          there.azure.arm.failures.set(path, error);
          return undefined;
        };
        const outcome = await there.play("Creating");
        assert.ok(outcome.outcome === "failed", `${victim}: ${outcome.outcome}`);
        const { body } = toCloudError(outcome.error, { managedResourceGroup: "aro-managed" });
        const shown = all(body).find((one) => one.code === code && one.additionalInfo !== undefined);
        assert.deepEqual(shown, error, `${victim}: ${JSON.stringify(body)}`);
        assert.match(body.message, /is not possible/, `${victim}`);
        assert.match(body.message, / (send|Send|Ask|Remove|Check|Choose) /, `${victim}`);
      }
    });
