import assert from "node:assert/strict";
import { test } from "node:test";
import { readCreateArguments, type TypedFlags } from "./arguments.ts";

const subnets = { masterSubnet: "m", workerSubnet: "w" };
const id = "01234567-89ab-cdef-0123-456789abcdef";

test("what is typed is read by each flag's own rule", () => {
  assert.deepEqual(
    readCreateArguments({
      ...subnets,
      workerCount: "4",
      workerVmDiskSizeGb: "0",
      fips: true,
      masterEncryptionAtHost: "false",
      apiserverVisibility: "private",
      tags: ["a=b"],
    }),
    {
      ...subnets,
      workerCount: 4,
      fips: true,
      masterEncryptionAtHost: false,
      apiserverVisibility: "Private",
      tags: { a: "b" },
    },
  );
});

const refusals: readonly [TypedFlags, RegExp][] = [
  [{ clientId: id }, /--client-id needs --client-secret/],
  [{ clientSecret: "s" }, /--client-secret needs --client-id/],
  [{ clientId: "me", clientSecret: "s" }, /--client-id: "me" is not a UUID/],
  [{ outboundType: "UserDefinedRouting" }, /needs --apiserver-visibility Private and --ingress-visibility Private/],
  [{ outboundType: "UserDefinedRouting", apiserverVisibility: "Private" }, /needs --apiserver/],
  [{ outboundType: "loadbalancer" }, /--outbound-type: "loadbalancer" is not one of Loadbalancer, UserDefinedRouting/],
  [{ workerCount: "2" }, /--worker-count: "2" is not a whole number of at least 3/],
  [{ workerVmDiskSizeGb: "127" }, /--worker-vm-disk-size-gb: "127" is not a whole number of at least 128/],
  [{ outboundIpCount: "21" }, /--load-balancer-managed-outbound-ip-count: "21" is not a whole number from 1 to 20/],
  [{ fips: "perhaps" }, /--fips-validated-modules: "perhaps" is not true or false/],
];

test("what is wrong is refused by the flag's long name with what is wanted", () => {
  for (const [typed, message] of refusals) assert.throws(() => readCreateArguments({ ...subnets, ...typed }), message);
});

test("user-defined routing is taken with both visibilities private", () => {
  const visible = { apiserverVisibility: "Private", ingressVisibility: "private" };
  assert.equal(
    readCreateArguments({ ...subnets, ...visible, outboundType: "UserDefinedRouting" }).outboundType,
    "UserDefinedRouting",
  );
});
