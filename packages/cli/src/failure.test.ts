import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { ApiError, SignInError, UnreachableError } from "@aro/client";
import { failureText, goesOnText, successText } from "./ending.ts";
import { reportOf } from "./failure.ts";
import { Problem } from "./problem.ts";
import { paperWorld } from "./testing/world.ts";

const body = {
  code: "InvalidParameter",
  message: "The request has 2 errors; each is listed in 'details' with its target.",
  details: [
    { code: "InvalidParameter", message: "bad size", target: "properties.masterProfile.vmSize" },
    {
      code: "InvalidCIDRRange",
      message: "bad range",
      target: "properties.networkProfile",
      details: [{ code: "X", message: "y" }],
    },
  ],
};

test("a refusal shows code, message, every detail with its target, and the request id", () => {
  const report = reportOf(new ApiError(400, body, "req-1"));
  assert.equal(report.exitStatus, 1);
  assert.equal(
    report.lines.join("\n"),
    `aro: InvalidParameter: The request has 2 errors; each is listed in 'details' with its target.
  details:
    InvalidParameter: bad size
      target: properties.masterProfile.vmSize
    InvalidCIDRRange: bad range
      target: properties.networkProfile
      details:
        X: y
  request id: req-1`,
  );
});

test("a detail that the message tells word for word shows its target only", () => {
  const details = ["master", "worker"].map((name) => ({
    code: "InvalidLinkedVNet",
    message: `The subnet '${name}' is in use.`,
    target: `properties.${name}`,
  }));
  const message = "2 things stand in the way: (1) The subnet 'master' is in use. (2) The subnet 'worker' is in use.";
  assert.equal(
    reportOf(new ApiError(400, { code: "InvalidLinkedVNet", message, details })).lines.join("\n"),
    `aro: InvalidLinkedVNet: ${message}
  details:
    InvalidLinkedVNet
      target: properties.master
    InvalidLinkedVNet
      target: properties.worker`,
  );
});

test("what to do follows from the class of the code, or from the status where the code is Azure's own", () => {
  const advice = (code: string, status: number) =>
    reportOf(new ApiError(status, { code, message: "m" })).lines.find((line) => line.startsWith("  what to do: "));
  assert.equal(advice("InvalidParameter", 400), undefined);
  assert.match(advice("PreconditionFailed", 412) ?? "", /aro cluster show/);
  assert.match(advice("InternalServerError", 500) ?? "", /run the same command again; if it fails again, report it/);
  assert.match(advice("SomethingOfAzure", 500) ?? "", /run the same command again/);
  assert.match(advice("ExpiredAuthenticationToken", 401) ?? "", /sign in again/);
});

test("nothing a person can mend shows a stack; a fault of ours does", () => {
  const mendable = [
    Problem.usage("--x: wrong"),
    new ApiError(404, { code: "ResourceNotFound", message: "m" }),
    new UnreachableError("https://localhost:1", "connection refused"),
    new SignInError("AADSTS7000215: Invalid client secret."),
    Object.assign(new Error("getaddrinfo ENOTFOUND nowhere.invalid"), { name: "RestError" }),
    Object.assign(new Error("self-signed certificate in certificate chain"), { code: "SELF_SIGNED_CERT_IN_CHAIN" }),
  ];
  for (const error of mendable) assert.doesNotMatch(reportOf(error).lines.join("\n"), / {4}at /, error.message);
  assert.match(reportOf(new TypeError("x is not a function")).lines.join("\n"), /a fault of aro itself.*\n {4}at /);
  assert.equal(reportOf(Problem.usage("--x: wrong")).exitStatus, 2);
});

test("what is wrong with a file is told in one line, with its path", () => {
  const said = (error: unknown): string => {
    const { lines } = reportOf(error);
    assert.equal(lines.length, 1);
    return lines[0] ?? "";
  };
  const system = (code: string, syscall: string, path?: string) =>
    Object.assign(new Error(code), { code, syscall, ...(path === undefined ? {} : { path }) });
  const below = `${import.meta.filename}/logs`;
  assert.throws(
    () => mkdirSync(below, { recursive: true }),
    (error) => said(error) === `aro: ${below}: a part of its path is a file, not a folder; name another`,
  );
  assert.match(said(system("EROFS", "open", "/x")), /^aro: \/x: its file system is read-only;/);
  assert.match(said(system("ENOSPC", "write")), /^aro: a file that was being written: no space is left on its disk;/);
  assert.match(said(system("ENOENT", "mkdir", "/x/logs")), /^aro: \/x\/logs: it cannot be made there;/);
  assert.match(reportOf(system("EACCES", "listen")).lines.join(), /a fault of aro itself/);
});

const address = { subscriptionId: "s", resourceGroup: "demo", name: "c1" };
const operation = {
  verb: "create" as const,
  statusAddress:
    "https://arm.invalid/subscriptions/s/x/operationsstatus/11111111-2222-3333-4444-555555555555?api-version=1",
  resourcePath: "/x",
};
const times = { startTime: "2025-07-01T10:00:00Z", endTime: "2025-07-01T10:00:41Z" };

test("a failed create says why, at which step, and what to do, with commands to paste", () => {
  const text = failureText(paperWorld(), operation, address, {
    id: "/o",
    name: "o",
    status: "Failed",
    ...times,
    steps: [{ name: "deployResources", status: "Failed", ...times }],
    error: {
      code: "DeploymentFailed",
      message: "Deployment failed.",
      details: [{ code: "QuotaExceeded", message: "8 cores wanted, 4 left in eastus." }],
    },
  });
  assert.equal(
    text,
    `aro: creating c1 failed: DeploymentFailed: Deployment failed.
  details:
    QuotaExceeded: 8 cores wanted, 4 left in eastus.
  step: deployResources
  what to do: correct what the message names and run './aro cluster create --name c1 --resource-group demo' with the same flags: the create goes on where it failed; or remove what there is: ./aro cluster delete --name c1 --resource-group demo
  operation: 11111111-2222-3333-4444-555555555555
`,
  );
});

test("a cancelled operation says that another request ended it", () => {
  const status = {
    id: "",
    name: "",
    status: "Canceled",
    steps: [],
    error: { code: "OperationCanceled", message: "m" },
  };
  assert.match(
    failureText(paperWorld(), operation, address, status),
    /^aro: creating c1 was cancelled: OperationCanceled: m\n {2}what to do: another request ended this operation/,
  );
});

test("whoever watches no more reads that it goes on, how to follow it and how to end it", () => {
  assert.equal(
    goesOnText(
      { ...paperWorld(), repeated: { state: "other" } },
      operation,
      { ...address, resourceGroup: "my group" },
      "eastus",
    ),
    `creating c1 goes on in the service
  to follow it:  ./aro cluster wait --name c1 --resource-group 'my group' --state other --created --watch --operation 11111111-2222-3333-4444-555555555555 --location eastus
  to end it and remove the cluster:  ./aro cluster delete --name c1 --resource-group 'my group' --state other
`,
  );
  for (const [verb, text] of [
    ["delete", /^deleting c1 goes on/],
    ["update", /^updating c1 goes on/],
  ] as const) {
    const said = goesOnText(paperWorld(), { ...operation, verb }, address, "eastus");
    assert.match(said, text);
    assert.doesNotMatch(said, /remove the cluster/);
  }
});

test("a success says how long it took", () => {
  const status = { id: "", name: "", status: "Succeeded", ...times, steps: [] };
  assert.equal(successText(operation, address, status), "c1 is created (41s)\n");
});
