import assert from "node:assert/strict";
import { test } from "node:test";
import type { CloudErrorBody } from "@aro/api";
import { cluster, group, ok, run, shown, vnet } from "../testing/paper-cluster.ts";
import { paperWorld } from "../testing/world.ts";
import { findingsIn } from "./dry-run.ts";
import { writeFindings } from "./report.ts";

const asked = `POST ${group.replace("resourceGroups", "resourcegroups")}/providers/Microsoft.Resources/deployments/aro-validate-c1/validate`;
const words = (command: string) => [
  ...command.split(" "),
  ..."-n c1 -g demo --vnet vnet --master-subnet master --worker-subnet worker".split(" "),
];
const principal = "--client-id 55555555-5555-4555-8555-555555555555 --client-secret s3".split(" ");

const finding = (code: string, target: string, message: string): CloudErrorBody => ({ code, target, message });
const refused = (...details: CloudErrorBody[]) => ({
  status: 400,
  body: {
    error: {
      code: "InvalidTemplateDeployment",
      message: "See inner errors.",
      details: [{ code: "InvalidParameter", message: "2 errors", target: cluster, details }],
    },
  },
});
const range = finding("InvalidLinkedVNet", "properties.networkProfile.podCidr", "The ranges overlap.");
const right = (place: string) =>
  finding("InvalidServicePrincipalPermissions", "properties.masterProfile.subnetId", `It lacks 'a' on '${place}'.`);

test("a dry run validates a deployment whose name says so, and asks for nothing else that is written (ARM-PRE-02)", async () => {
  const {
    status,
    out,
    err,
    asked: calls,
    bodies,
  } = await run([...words("validate"), ...principal], { [asked]: ok({}) });
  assert.equal(status, 0);
  assert.equal(out, "");
  assert.match(err, /nothing stands in the way of c1; nothing was made/);
  assert.deepEqual(
    calls.filter((call) => !call.startsWith("GET ")),
    [asked],
  );
  const { properties } = bodies.get(asked) as { properties: { mode: string; template: { resources: object[] } } };
  assert.equal(properties.mode, "Incremental");
  const [resource] = properties.template.resources as {
    type: string;
    name: string;
    properties: { servicePrincipalProfile: object };
  }[];
  assert.equal(resource?.type, "Microsoft.RedHatOpenShift/openShiftClusters");
  assert.deepEqual(resource.properties.servicePrincipalProfile, {
    clientId: "55555555-5555-4555-8555-555555555555",
    clientSecret: "s3",
  });
});

test("what is found is a table, or JSON, and the status is 1", async () => {
  const routes = { [asked]: refused(range, right(vnet)) };
  const table = await run([...words("validate"), ...principal], routes);
  assert.equal(table.status, 1);
  assert.match(
    table.out,
    /^Code +Target +Message\n-+ +-+ +-+\nInvalidLinkedVNet +properties\.networkProfile\.podCidr +The ranges/,
  );
  assert.match(table.err, /2 things stand in the way of c1; nothing was made/);
  const json = await run([...words("validate"), ...principal, "-o", "json"], routes);
  assert.deepEqual(JSON.parse(json.out), { valid: false, findings: [range, right(vnet)] });
});

test("on a terminal too narrow for the table findings stand one below the other", () => {
  const world = paperWorld({ terminal: true, columns: 80 });
  const found = { code: "InvalidLinkedVNet", target: "properties.masterProfile.subnetId", message: "long ".repeat(20) };
  writeFindings(world, [{ ...found, message: "short" }], "table");
  assert.match(world.out(), /^Code +Target +Message\n/);
  const narrow = paperWorld({ terminal: true, columns: 80 });
  writeFindings(narrow, [found, { ...found, target: "" }], "table");
  assert.equal(
    narrow.out(),
    `InvalidLinkedVNet  properties.masterProfile.subnetId\n  ${found.message}\n\nInvalidLinkedVNet\n  ${found.message}\n`,
  );
  const piped = paperWorld({ columns: 80 });
  writeFindings(piped, [found], "table");
  assert.match(piped.out(), /^Code +Target +Message\n/);
});

test("what a create would mend by itself is no finding of its dry run: roles on the network, and nothing beside it", async () => {
  const routes = { [asked]: refused(right(vnet), right(`${vnet}/subnets/master`), right(`${vnet}-2`)) };
  const { status, out, err } = await run([...words("create --dry-run"), ...principal, "-o", "json"], routes);
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(out).findings, [right(`${vnet}-2`)]);
  assert.match(err, /roles on the virtual network are missing; the create gives them/);
});

test("a principal that is yet to be made is told to ARM as a value that is not known, and to the person", async () => {
  const { err, bodies } = await run(words("create --dry-run"), { [asked]: ok({}) });
  const sent = JSON.stringify(bodies.get(asked));
  assert.match(sent, /"clientId":"\[\[made with the cluster\]"/);
  assert.match(err, /no --client-id: the service principal is not looked at/);
});

test("of a cluster that is there the principal in use is looked at, with the secret that the service has", async () => {
  const { bodies } = await run(words("validate"), { [asked]: ok({}), [`GET ${cluster}`]: ok(shown("Succeeded")) });
  assert.match(JSON.stringify(bodies.get(asked)), /"servicePrincipalProfile":\{"clientId":"55555555-[^"]*"\}/);
});

test("another refusal of ARM is told as it is", async () => {
  const error = { code: "AuthorizationFailed", message: "You may not validate." };
  const { status, err } = await run([...words("validate"), ...principal], {
    [asked]: { status: 403, body: { error } },
  });
  assert.equal(status, 1);
  assert.match(err, /AuthorizationFailed: You may not validate\./);
});

test("of a finding what Azure said about it is no further finding", () => {
  const said = { ...range, details: [finding("AuthorizationFailed", "", "no")] };
  const top = {
    code: "InvalidTemplateDeployment",
    message: "m",
    details: [{ ...range, target: cluster, details: [said] }],
  };
  assert.deepEqual(findingsIn(top), [range]);
});
