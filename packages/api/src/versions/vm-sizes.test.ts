import assert from "node:assert/strict";
import { test } from "node:test";
import { azureNames, azureVmSize, vmSizeOf, vmSizes } from "./vm-sizes.ts";

test("the table has 142 sizes: 70 for control planes, 139 for workers, 3 for development", () => {
  assert.equal(vmSizes.length, 142);
  assert.equal(new Set(vmSizes.map(({ name }) => name)).size, 142);
  assert.equal(vmSizes.filter(({ master }) => master).length, 70);
  assert.equal(vmSizes.filter(({ worker }) => worker).length, 139);
  assert.deepEqual(
    vmSizes.filter(({ developmentOnly }) => developmentOnly).map(({ name }) => name),
    ["Standard_D2s_v3", "Standard_D2s_v4", "Standard_D2s_v5"],
  );
});

test("every size for control planes is one for workers, and none of development is either", () => {
  assert.deepEqual(
    vmSizes.filter(({ master, worker }) => master && !worker),
    [],
  );
  assert.deepEqual(
    vmSizes.filter((row) => row.developmentOnly && (row.master || row.worker)),
    [],
  );
});

test("a size's cores stand in its name, but for the misspelt one and those of constrained or GPU families", () => {
  const unlike = vmSizes.filter(({ name, cores }) => /^Standard_[A-Z]+(\d+)/.exec(name)?.[1] !== `${cores}`);
  assert.deepEqual(
    unlike.map(({ name, cores }) => [name, cores]),
    [["Standard_D1l6ds_v6", 16]],
  );
});

test("the newest generations need OpenShift 4.19, the others nothing", () => {
  for (const { name, leastVersion } of vmSizes)
    assert.equal(leastVersion, name.endsWith("_v6") || /^Standard_L\d+s_v4$/.test(name) ? "4.19" : undefined, name);
});

test("families are Azure's usage names", () => {
  assert.equal(new Set(vmSizes.map(({ family }) => family)).size, 27);
  assert.equal(vmSizeOf("Standard_NC24rs_v3")?.family, "Standard NCSv3 Family");
  assert.deepEqual(vmSizeOf("Standard_D8s_v5"), {
    name: "Standard_D8s_v5",
    family: "standardDSv5Family",
    cores: 8,
    master: true,
    worker: true,
    developmentOnly: false,
  });
});

test("the misspelt size and Azure's name of it are one size, and Azure is asked for its own", () => {
  assert.deepEqual(vmSizeOf("Standard_D16lds_v6"), { ...vmSizeOf("Standard_D1l6ds_v6"), name: "Standard_D16lds_v6" });
  assert.equal(azureVmSize("Standard_D1l6ds_v6"), "Standard_D16lds_v6");
  assert.equal(azureVmSize("Standard_D8s_v5"), "Standard_D8s_v5");
  assert.equal(Object.keys(azureNames).length, 1);
});

test("names match exactly", () => assert.equal(vmSizeOf("standard_d8s_v5"), undefined));
