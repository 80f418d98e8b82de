import assert from "node:assert/strict";
import { test } from "node:test";
import { type Doc, record, records, text } from "../../documents/document.ts";
import { type WantedFrontend, withFrontend, withoutFrontend } from "./load-balancer-change.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/c1";
const balancer: Doc = {
  id,
  sku: { name: "Standard" },
  properties: {
    frontendIPConfigurations: [{ name: "public-lb-ip-v4", properties: { publicIPAddress: { id: "/p" } } }],
    loadBalancingRules: [{ name: "api-internal-v4", properties: { frontendPort: 6443 } }],
    probes: [],
  },
};
const wanted: WantedFrontend = {
  name: "a1",
  at: { subnet: "/vnet/subnets/worker", address: "10.0.2.254" },
  ports: [
    { port: 80, protocol: "Tcp" },
    { port: 443, protocol: "Tcp" },
  ],
  probe: { port: 31_000, path: "/healthz" },
  pool: "c1",
};
const names = (doc: Doc | undefined, member: string) =>
  records(record(doc?.["properties"])[member]).map((one) => text(one["name"]));

test("a service's frontend, rules and probes come beside what others have there", () => {
  const made = withFrontend(balancer, wanted);
  assert.deepEqual(names(made, "frontendIPConfigurations"), ["public-lb-ip-v4", "a1"]);
  assert.deepEqual(names(made, "loadBalancingRules"), ["api-internal-v4", "a1-TCP-80", "a1-TCP-443"]);
  assert.deepEqual(names(made, "probes"), ["a1-TCP-80", "a1-TCP-443"]);
  const [, frontend] = records(record(made?.["properties"])["frontendIPConfigurations"]);
  assert.equal(record(frontend?.["properties"])["privateIPAddress"], "10.0.2.254");
  assert.equal(record(frontend?.["properties"])["privateIPAllocationMethod"], "Static");
});

test("what is there as it is wanted is not written again, another address or port is", () => {
  const made = withFrontend(balancer, wanted) ?? {};
  assert.equal(withFrontend(made, wanted), undefined);
  assert.notEqual(
    withFrontend(made, { ...wanted, at: { subnet: "/vnet/subnets/worker", address: "10.0.2.253" } }),
    undefined,
  );
  const fewer = withFrontend(made, { ...wanted, ports: [{ port: 443, protocol: "Tcp" }] });
  assert.deepEqual(names(fewer, "loadBalancingRules"), ["api-internal-v4", "a1-TCP-443"]);
});

test("with a service goes what it had, and nothing else", () => {
  assert.deepEqual(withoutFrontend(withFrontend(balancer, wanted) ?? {}, "a1"), balancer);
  assert.equal(withoutFrontend(balancer, "a1"), undefined);
});
