import type { Scenario } from "../scenario.ts";
import { created, get, getAbsent, put, refused, remove, removed, waitFor } from "./phrases.ts";

/** Deleting (ARM-DEL). */
export const deleting: readonly Scenario[] = [
  {
    name: "delete/whole",
    shows: "DELETE takes away all that the creation made; its operation can be read when the cluster is gone",
    steps: [
      ...created,
      remove(),
      get({ body: { properties: { provisioningState: "Deleting" } } }),
      waitFor("delete"),
      getAbsent,
      { send: "GET <delete header azure-asyncoperation>", expect: { status: 200, body: { status: "Succeeded" } } },
      { send: "DELETE <cluster>", expect: { status: 204 } },
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "delete/absent",
    shows: "DELETE of what is not there is answered 204, whatever its preconditions (ARM-ETG-03)",
    steps: [
      {
        unchanged: [
          { send: "DELETE <cluster>", expect: { status: 204 } },
          { send: "DELETE <cluster>", headers: { "if-match": '"3"' }, expect: { status: 204 } },
        ],
      },
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "delete/outdated",
    shows: "DELETE with an outdated If-Match does nothing; sent twice it is one deletion (ARM-ETG-03, ARM-DEL-05)",
    steps: [
      ...created,
      {
        unchanged: [
          refused({ send: "DELETE <cluster>", headers: { "if-match": '"0"' } }, { code: "PreconditionFailed" }, 412),
        ],
      },
      remove(),
      { send: "DELETE <cluster>", expect: { status: 202, operationOf: "delete" } },
      refused({ send: "PUT <cluster>", body: { cluster: {} } }, { code: "RequestNotAllowed", says: ["Deleting"] }),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: "closed" },
  },
  {
    name: "delete/and-created-again",
    shows: "the name, the managed group and the principal of a deleted cluster can be used again",
    steps: [...created, ...removed, put("second"), waitFor("second")],
    end: { left: "cluster", operations: 3, former: 1 },
  },
];
