import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadBalancer } from "@aro/azure";
import { currentOutbound, desiredOutbound, sameIds, withOutbound } from "./outbound-rule.ts";

const lb = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/i";
const pip = (name: string) => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/${name}`;
const front = (name: string, address: string) => ({
  id: `${lb}/frontendIPConfigurations/${name}`,
  name,
  publicIPAddress: { id: pip(address) },
});

const balancer: LoadBalancer = {
  id: lb,
  frontendIPConfigurations: [
    front("public-lb-ip-v4", "i-pip-v4"),
    front("service", "service-ip"),
    front("old", "old-outbound-pip-v4"),
  ],
  loadBalancingRules: [
    { name: "api-internal-v4", frontendIPConfiguration: { id: `${lb}/frontendIPConfigurations/public-lb-ip-v4` } },
    { name: "svc", frontendIPConfiguration: { id: `${lb}/frontendIPConfigurations/service`.toUpperCase() } },
  ] as NonNullable<LoadBalancer["loadBalancingRules"]>,
  outboundRules: [
    {
      name: "outbound-rule-v4",
      protocol: "All",
      idleTimeoutInMinutes: 30,
      frontendIPConfigurations: [
        { id: `${lb}/frontendIPConfigurations/public-lb-ip-v4` },
        { id: `${lb}/frontendIPConfigurations/old` },
      ],
    },
    { name: "customer", frontendIPConfigurations: [{ id: `${lb}/frontendIPConfigurations/service` }] },
  ] as NonNullable<LoadBalancer["outboundRules"]>,
};

test("outgoing traffic leaves by the addresses of the rule's frontends", () => {
  assert.deepEqual(currentOutbound(balancer), [pip("i-pip-v4"), pip("old-outbound-pip-v4")]);
  assert.deepEqual(currentOutbound({}), []);
});

test("ids are compared without order and case, and by number", () => {
  assert.equal(sameIds(["/A", "/b"], ["/B", "/a"]), true);
  assert.equal(sameIds(["/a"], ["/a", "/b"]), false);
  assert.equal(sameIds(["/a", "/a"], ["/a", "/b"]), false);
});

test("the API server's address comes first, then those in use (spec 03 §9.5)", () => {
  const managed = ["a-outbound-pip-v4", "z-outbound-pip-v4", "i-pip-v4"].map(pip);
  const desired = (count: number) =>
    desiredOutbound({ managed, current: [pip("Z-outbound-pip-v4")], apiAddress: "i-pip-v4", count });
  assert.deepEqual(desired(2), [pip("i-pip-v4"), pip("z-outbound-pip-v4")]);
  assert.deepEqual(desired(3), [pip("i-pip-v4"), pip("z-outbound-pip-v4"), pip("a-outbound-pip-v4")]);
  assert.deepEqual(desired(0), []);
});

test("frontends that only the outbound rule used go, those with rules stay, new ones are named after their address", () => {
  const changed = withOutbound(balancer, [pip("new-outbound-pip-v4")]);
  assert.deepEqual(
    changed.frontendIPConfigurations?.map(({ name }) => name),
    ["public-lb-ip-v4", "service", "new-outbound-pip-v4"],
  );
  assert.deepEqual(changed.outboundRules?.[0]?.frontendIPConfigurations, [
    { id: `${lb}/frontendIPConfigurations/new-outbound-pip-v4` },
  ]);
  assert.deepEqual(changed.outboundRules?.[1], balancer.outboundRules?.[1]);
  assert.equal(changed.outboundRules?.[0]?.idleTimeoutInMinutes, 30);
  assert.deepEqual(changed.loadBalancingRules, balancer.loadBalancingRules);
});

test("an address that has a frontend keeps it", () => {
  const changed = withOutbound(balancer, [pip("i-pip-v4"), pip("OLD-outbound-pip-v4")]);
  assert.equal(changed.frontendIPConfigurations?.length, 3);
  assert.deepEqual(
    changed.outboundRules?.[0]?.frontendIPConfigurations?.map(({ id }) => id),
    [`${lb}/frontendIPConfigurations/public-lb-ip-v4`, `${lb}/frontendIPConfigurations/old`],
  );
});
