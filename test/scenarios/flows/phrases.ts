import type { Json } from "@aro/api";
import type { Call, Ending, Expectation, Step, WantedError } from "../scenario.ts";

/** Steps that most scenarios have. */

/** The usual PUT, which begins a creation. */
export const put = (as = "create", cluster: Readonly<Record<string, Json | undefined>> = {}): Call => ({
  send: "PUT <cluster>",
  as,
  body: { cluster },
  expect: {
    status: 201,
    headers: { "azure-asyncoperation": true, location: true, "retry-after": /^\d+$/, etag: true },
    body: { id: "<cluster>", name: "<name>", properties: { provisioningState: "Creating" } },
    without: ["properties.servicePrincipalProfile.clientSecret"],
  },
});

export const waitFor = (call: string, until: Ending = "Succeeded"): Step => ({ wait: call, until });

/** A cluster that is there and at rest. */
export const created: readonly Step[] = [put(), waitFor("create")];

/** GET of the cluster. */
export const get = (expect: Partial<Expectation> = {}, as?: string): Call => ({
  send: "GET <cluster>",
  ...(as === undefined ? {} : { as }),
  expect: { status: 200, ...expect },
});

export const getAbsent: Call = {
  send: "GET <cluster>",
  expect: { status: 404, error: { code: "ResourceNotFound", says: ["<name>"] } },
};

/** DELETE that begins a deletion. */
export const remove = (as = "delete"): Call => ({
  send: "DELETE <cluster>",
  as,
  expect: { status: 202, headers: { "azure-asyncoperation": true, location: true, "retry-after": /^\d+$/ } },
});

export const removed: readonly Step[] = [remove(), waitFor("delete"), getAbsent];

/** A request that is refused with 400. */
export const refused = (call: Omit<Call, "expect">, error: WantedError, status = 400): Call => ({
  ...call,
  expect: { status, error },
});

/** What Azure answers to a write below the customer's path, until it is cleared. */
export const refusal = (method: "PUT" | "DELETE", path: string, code: string, status = 400): Step => ({
  arm: {
    match: { method, path, actor: "rp" },
    do: { kind: "status", status, code, message: `Refused for a test, with ${code}.` },
    count: "always",
  },
  as: "refusal",
});

/** A write that is slow for once, so that something may come while it is under way. */
export const slowWrite = (method: "PUT" | "DELETE", path: string): Step => ({
  arm: { match: { method, path, actor: "rp" }, do: { kind: "delay", milliseconds: 1_500 } },
  as: "slow",
});

export const managedGroup = "/subscriptions/<subscription>/resourcegroups/<managed>";
export const storageDeployment = `${managedGroup}/providers/microsoft.resources/deployments/storage`;
