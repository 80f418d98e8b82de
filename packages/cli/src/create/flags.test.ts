import assert from "node:assert/strict";
import { test } from "node:test";
import { Option } from "commander";
import { longName } from "./arguments.ts";
import { type CreateFlag, createFlags } from "./flags.ts";

const rows = Object.entries(createFlags) as [string, CreateFlag][];

test("no two flags share a name", () => {
  const names = rows.flatMap(([, flag]) => flag.flags.match(/(?<=^|[\s,])--?[\w-]+/g) ?? []);
  assert.equal(new Set(names).size, names.length);
});

test("each flag says what applies without it, is required, or goes with another", () => {
  const goWithOthers = ["vnet", "clientSecret"];
  for (const [key, flag] of rows)
    assert.ok(flag.otherwise !== undefined || flag.required === true || goWithOthers.includes(key), key);
});

test("a flag with a value is read by a rule; one that may stand alone is three-state", () => {
  for (const [key, flag] of rows) {
    const option = new Option(flag.flags);
    if (option.variadic) continue;
    assert.equal(option.optional, flag.threeState === true, key);
    assert.equal(option.required, flag.read !== undefined, key);
  }
});

test("the flags of az aro create that work with a service principal are all here", () => {
  const names = new Set(rows.map(([, flag]) => longName(flag)));
  const wanted = `--location --tags --pull-secret --domain --cluster-resource-group --fips-validated-modules --client-id --client-secret
    --version --pod-cidr --service-cidr --outbound-type --enable-preconfigured-nsg --disk-encryption-set --master-encryption-at-host
    --master-vm-size --worker-encryption-at-host --worker-vm-size --worker-vm-disk-size-gb --worker-count --apiserver-visibility
    --ingress-visibility --vnet-resource-group --vnet --master-subnet --worker-subnet --load-balancer-managed-outbound-ip-count`;
  for (const name of wanted.split(/\s+/)) assert.ok(names.has(name), name);
});
