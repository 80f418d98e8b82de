import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Models } from "../resources/models.ts";
import { computeModels } from "./generated/compute.ts";
import { registryModels } from "./generated/container-registry.ts";
import { containerServiceModels } from "./generated/container-service.ts";
import { deploymentModels } from "./generated/deployments.ts";
import { dnsModels } from "./generated/dns.ts";
import { identityModels } from "./generated/identity.ts";
import { keyVaultModels } from "./generated/key-vault.ts";
import { networkModels } from "./generated/network.ts";
import { policyModels } from "./generated/policy.ts";
import { privateDnsModels } from "./generated/private-dns.ts";
import { storageModels } from "./generated/storage.ts";
import { allTypes } from "./table.ts";

const table = allTypes();

test("every row of the table stands on its own: known models, distinct types, versions newest first, evidence for each rule", () => {
  const seen = new Set<string>();
  for (const row of table.rows) {
    assert.ok(!seen.has(row.type.toLowerCase()), row.type);
    seen.add(row.type.toLowerCase());
    assert.deepEqual([...row.apiVersions].sort().reverse(), [...row.apiVersions], row.type);
    assert.ok(
      row.apiVersions.every((version) => version === version.toLowerCase()),
      row.type,
    );
    assert.ok(row.manner === "direct" || row.takes !== undefined, row.type);
    for (const rule of [...row.rules, ...row.effects, ...row.removal]) {
      assert.ok(["documented", "seen", "assumed"].includes(rule.evidence), rule.name);
      assert.notEqual(rule.name, "");
    }
    for (const reference of row.references) {
      const owner = reference.to.slice(0, reference.to.lastIndexOf("/"));
      const part = table.row(owner)?.parts.some((one) => one.segment.toLowerCase() === reference.to.split("/").at(-1));
      assert.ok(table.row(reference.to) !== undefined || part, `${row.type} refers to ${reference.to}`);
    }
  }
});

test("versions that the service's templates and generic deletes use are served (spec 03 §9.1)", () => {
  const wanted: Record<string, string> = {
    "microsoft.network/loadbalancers": "2020-08-01",
    "microsoft.network/privateendpoints": "2020-08-01",
    "microsoft.storage/storageaccounts": "2021-09-01",
    "microsoft.compute/virtualmachines": "2024-03-01",
    "microsoft.compute/diskencryptionsets": "2021-04-01",
    "microsoft.compute/disks": "2019-03-01",
    "microsoft.compute/galleries": "2022-03-03",
    "microsoft.compute/snapshots": "2020-05-01",
    "microsoft.managedidentity/userassignedidentities": "2018-11-30",
    "microsoft.authorization/roleassignments": "2018-09-01-preview",
    "microsoft.authorization/roledefinitions": "2018-01-01-preview",
    "microsoft.authorization/denyassignments": "2018-07-01-preview",
  };
  for (const [type, version] of Object.entries(wanted)) assert.ok(table.row(type)?.apiVersions.includes(version), type);
});

test("the generated members name models and sets that are there", () => {
  for (const models of [
    networkModels,
    storageModels,
    deploymentModels,
    identityModels,
    computeModels,
    containerServiceModels,
    dnsModels,
    keyVaultModels,
    policyModels,
    privateDnsModels,
    registryModels,
  ] satisfies Models[])
    for (const [name, members] of Object.entries(models.models))
      for (const [member, written] of Object.entries(members)) {
        const kind = written.replace(/^[-*]/, "").replaceAll(/[{}[\]]/g, "");
        const known =
          ["string", "number", "boolean", "date", "any"].includes(kind) ||
          (kind.startsWith("#") ? kind.slice(1) in models.values : kind in models.models);
        assert.ok(known, `${name}.${member}: ${written}`);
      }
});

test("the generated members are what the generator makes of the SDKs as they are", () => {
  const made = mkdtempSync(join(tmpdir(), "aro-members-"));
  try {
    execFileSync(process.execPath, [join(import.meta.dirname, "../../tools/generate-members.ts"), made]);
    const files = readdirSync(made);
    const jobs = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../tools/member-jobs.json"), "utf8"),
    ) as object[];
    assert.equal(files.length, jobs.length);
    for (const file of files)
      assert.equal(
        readFileSync(join(made, file), "utf8"),
        readFileSync(join(import.meta.dirname, "generated", file), "utf8"),
      );
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
});
