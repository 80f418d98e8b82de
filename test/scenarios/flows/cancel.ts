import type { Scenario } from "../scenario.ts";
import {
  created,
  get,
  getAbsent,
  managedGroup,
  put,
  remove,
  slowWrite,
  storageDeployment,
  waitFor,
} from "./phrases.ts";

const canceled = { status: "Canceled", error: { code: "OperationCanceled" } } as const;

/** DELETE while something runs: it is honoured at once (ARM-DEL-04). */
export const cancel: readonly Scenario[] = [
  {
    name: "cancel/at-the-beginning",
    shows: "DELETE while the managed group is being made ends the creation as Canceled and leaves nothing",
    steps: [
      slowWrite("PUT", managedGroup),
      put(),
      { struck: "slow" },
      remove(),
      get({ body: { properties: { provisioningState: "Deleting" } } }),
      waitFor("create", canceled),
      waitFor("delete"),
      getAbsent,
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "cancel/in-the-middle",
    shows: "DELETE while the deployment is under way ends the creation and takes away what it still makes",
    steps: [
      slowWrite("PUT", storageDeployment),
      put(),
      { struck: "slow" },
      remove(),
      { send: "DELETE <cluster>", expect: { status: 202, operationOf: "delete" } },
      waitFor("create", { ...canceled, step: "deployBaseResourceTemplate" }),
      waitFor("delete"),
      getAbsent,
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "cancel/an-update",
    shows: "DELETE while an update runs ends the update, and the whole cluster goes",
    steps: [
      ...created,
      slowWrite("PUT", `${managedGroup}/providers/microsoft.network/publicipaddresses/*`),
      {
        send: "PATCH <cluster>",
        as: "update",
        body: {
          json: { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 2 } } } } },
        },
        expect: { status: 200, headers: { "azure-asyncoperation": true } },
      },
      { struck: "slow" },
      remove(),
      waitFor("update", canceled),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: "closed" },
  },
];
