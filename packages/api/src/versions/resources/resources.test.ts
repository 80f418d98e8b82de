import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftVersion } from "../../documents/openshift-version.ts";
import type { PlatformWorkloadIdentityRoleSet } from "../../documents/role-set.ts";
import type { TypeValidator } from "../contract/type-check.ts";
import { apiVersions } from "../registry.ts";
import { running } from "../testing/judged.ts";
import { sampleSealer } from "../testing/samples.ts";
import { inMinorVersionOrder, inVersionOrder } from "./order.ts";

const place = { subscriptionId: "00000000-0000-0000-0000-000000000001", location: "eastus" };
const catalog = `/subscriptions/${place.subscriptionId}/providers/Microsoft.RedHatOpenShift/locations/eastus`;

const version = (number: string): OpenShiftVersion => ({
  properties: {
    version: number,
    openShiftPullspec: "quay.io/x@sha256:1",
    installerPullspec: "quay.io/y",
    enabled: true,
  },
});
const roleSet = (minor: string): PlatformWorkloadIdentityRoleSet => ({
  properties: {
    openShiftVersion: minor,
    platformWorkloadIdentityRoles: [
      {
        operatorName: "ingress",
        roleDefinitionName: "Ingress Operator",
        roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/1",
        serviceAccounts: ["system:serviceaccount:a:b"],
        secretLocation: { namespace: "a", name: "b" },
      },
    ],
  },
});
const secrets = {
  ...running(),
  properties: {
    ...running().properties,
    kubeadminPassword: sampleSealer.seal("swordfish"),
    userAdminKubeconfig: sampleSealer.seal("apiVersion: v1"),
  },
};

const since = (first: string) => [...apiVersions.keys()].filter((name) => name >= first);
const having = (resource: "credentials" | "adminCredentials" | "openShiftVersion" | "roleSet") =>
  [...apiVersions.values()].filter(({ resources }) => resources[resource] !== undefined).map(({ name }) => name);

test("each version serves what it has, and nothing else (spec 01 §1.1)", () => {
  assert.deepEqual(having("credentials"), since("2019"));
  assert.deepEqual(having("adminCredentials"), since("2021-09-01-preview"));
  assert.deepEqual(having("openShiftVersion"), since("2022-09-04"));
  assert.deepEqual(having("roleSet"), since("2024-08-12-preview"));
});

test("credentials are the first user's name and the password that was stored sealed, in every version", () => {
  for (const { resources } of apiVersions.values()) {
    assert.deepEqual(resources.credentials?.(secrets, sampleSealer), {
      kubeadminUsername: "kubeadmin",
      kubeadminPassword: "swordfish",
    });
    assert.deepEqual(resources.credentials?.(running(), sampleSealer), { kubeadminUsername: "kubeadmin" });
  }
});

test("the admin kubeconfig is the stored bytes in base64, or nothing", () => {
  const adminCredentials = apiVersions.get("2025-07-25")?.resources.adminCredentials;
  assert.deepEqual(adminCredentials?.(secrets, sampleSealer), {
    kubeconfig: Buffer.from("apiVersion: v1").toString("base64"),
  });
  assert.deepEqual(adminCredentials?.(running(), sampleSealer), {});
});

test("a version is shown with its address; name and type since 2024-08-12-preview", () => {
  const id = `${catalog}/openShiftVersions/4.16.30`;
  const shown = (name: string) => apiVersions.get(name)?.resources.openShiftVersion?.(version("4.16.30"), place);
  for (const name of having("openShiftVersion").filter((one) => one < "2024"))
    assert.deepEqual(shown(name), { id, properties: { version: "4.16.30" } }, name);
  for (const name of ["2024-08-12-preview", "2025-07-25"])
    assert.deepEqual(shown(name), {
      id,
      name: "4.16.30",
      type: "Microsoft.RedHatOpenShift/OpenShiftVersion",
      properties: { version: "4.16.30" },
    });
});

test("a role set is shown without what only operators need", () => {
  const shown = apiVersions.get("2025-07-25")?.resources.roleSet?.(roleSet("4.16"), place);
  assert.deepEqual(shown, {
    id: `${catalog}/platformWorkloadIdentityRoleSets/4.16`,
    name: "4.16",
    type: "Microsoft.RedHatOpenShift/PlatformWorkloadIdentityRoleSet",
    properties: {
      openShiftVersion: "4.16",
      platformWorkloadIdentityRoles: [
        {
          operatorName: "ingress",
          roleDefinitionName: "Ingress Operator",
          roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/1",
        },
      ],
    },
  });
});

test("everything served passes the validator emitted for its version", async () => {
  for (const { name, resources } of apiVersions.values()) {
    const folder = name === "2019-12-31-preview" ? "2020-04-30" : name;
    const validators = (await import(`../../generated/${folder}/validate-resources.js`)) as Record<
      string,
      TypeValidator
    >;
    const shown = {
      OpenShiftClusterCredentials: resources.credentials?.(secrets, sampleSealer),
      OpenShiftClusterAdminKubeconfig: resources.adminCredentials?.(secrets, sampleSealer),
      OpenShiftVersion: resources.openShiftVersion?.(version("4.16.30"), place),
      PlatformWorkloadIdentityRoleSet: resources.roleSet?.(roleSet("4.16"), place),
    };
    for (const [definition, body] of Object.entries(shown)) {
      const validate = validators[`validate${definition}`];
      assert.equal(validate === undefined, body === undefined, `${name} ${definition}`);
      if (validate === undefined) continue;
      assert.ok(validate(body), `${name} ${definition}`);
      assert.equal(validate({ id: 7, kubeadminPassword: 7, kubeconfig: 7 }), false);
    }
  }
});

test("catalogues have one order: by version, whatever the store's (ARM-PRX-06)", () => {
  const versions = ["4.9.0", "nonsense", "4.16.30", "4.16.4", "4.10.1"].map(version);
  const expected = ["4.9.0", "4.10.1", "4.16.4", "4.16.30", "nonsense"];
  assert.deepEqual(
    inVersionOrder(versions).map(({ properties }) => properties.version),
    expected,
  );
  assert.deepEqual(inVersionOrder(versions.toReversed()), inVersionOrder(versions));
  assert.deepEqual(
    inMinorVersionOrder(["4.16", "4.9", "4.10"].map(roleSet)).map(({ properties }) => properties.openShiftVersion),
    ["4.9", "4.10", "4.16"],
  );
});
