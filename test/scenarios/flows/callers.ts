import type { Scenario } from "../scenario.ts";
import { refused } from "./phrases.ts";

const nothing = { left: "nothing", billing: "none" } as const;

/** Who calls, and what there is to call (ARM-HDR-05, ARM-URI). */
export const callers: readonly Scenario[] = [
  {
    name: "callers/certificates",
    shows: "only who shows ARM's certificate is served; others are told so and nothing of what there is",
    steps: [
      {
        unchanged: (["nobody", "stranger", "administrator"] as const).flatMap((by) => [
          refused(
            { send: "PUT <cluster>", by, body: { cluster: {} } },
            { code: "Forbidden", says: ["certificate"] },
            403,
          ),
          refused({ send: "GET <cluster>", by }, { code: "Forbidden" }, 403),
          refused({ send: "DELETE <cluster>", by }, { code: "Forbidden" }, 403),
          refused({ send: "GET /subscriptions/<subscription>/nothing", by }, { code: "Forbidden" }, 403),
          refused(
            { send: "PUT /subscriptions/<subscription>", version: "2.0", by, body: { json: { state: "Deleted" } } },
            { code: "Forbidden" },
            403,
          ),
        ]),
      },
    ],
    end: nothing,
  },
  {
    name: "callers/routes",
    shows: "a path that nobody serves is 404, a method that its path has not 405, both as ARM errors",
    steps: [
      {
        unchanged: [
          refused({ send: "GET <cluster>/nodePools", by: "arm" }, { code: "NotFound", says: ["nodePools"] }, 404),
          refused({ send: "GET /nothing", by: "arm" }, { code: "NotFound" }, 404),
          refused({ send: "POST <cluster>", by: "arm" }, { code: "MethodNotAllowed", says: ["POST", "PUT"] }, 405),
          refused(
            {
              send: "PUT /subscriptions/<subscription>/providers/Microsoft.RedHatOpenShift/openShiftClusters",
              by: "arm",
            },
            { code: "MethodNotAllowed" },
            405,
          ),
        ],
      },
    ],
    end: nothing,
  },
  {
    name: "callers/versions",
    shows: "one registered api-version, or 400 that names type, namespace and version (ARM-URI-01)",
    steps: [
      {
        unchanged: [
          refused(
            { send: "PUT <cluster>", by: "arm", version: "2001-01-01", body: { cluster: {} } },
            { code: "InvalidResourceType", says: ["openShiftClusters", "Microsoft.RedHatOpenShift", "2001-01-01"] },
          ),
          refused({ send: "GET <cluster>", by: "arm", version: null }, { code: "InvalidResourceType" }),
          refused(
            { send: "GET <cluster>?api-version=2025-07-25&api-version=2022-09-04", by: "arm" },
            { code: "InvalidResourceType", says: ["2025-07-25", "2022-09-04"] },
          ),
        ],
      },
    ],
    end: nothing,
  },
  {
    name: "callers/paths",
    shows: "each part of a path by its rule (ARM-URI-04, ARM-URI-05)",
    steps: [
      {
        unchanged: [
          refused(
            { send: "GET /subscriptions/no-guid/providers/Microsoft.RedHatOpenShift/openShiftClusters", by: "arm" },
            { code: "InvalidSubscriptionID", says: ["no-guid"] },
          ),
          refused(
            {
              send: "GET /subscriptions/<subscription>/providers/Microsoft.RedHatOpenShift/locations/atlantis/operationsStatus/11111111-1111-4111-8111-111111111111",
              by: "arm",
            },
            { code: "InvalidLocation", says: ["atlantis"] },
          ),
          refused(
            {
              send: "GET /subscriptions/<subscription>/providers/Microsoft.RedHatOpenShift/locations/<location>/operationsStatus/11111111-1111-4111-8111-111111111111",
              by: "arm",
            },
            { code: "NotFound" },
            404,
          ),
          refused(
            { send: "PUT <cluster>", by: "arm", body: { cluster: { name: "other" } } },
            { code: "MismatchingResourceName", target: "name", says: ["other", "<name>"] },
          ),
          refused(
            { send: "PUT <cluster>", by: "arm", headers: { referer: "nowhere" }, body: { cluster: {} } },
            { code: "InvalidRequestContent", target: "Referer", says: ["Resource Manager"] },
          ),
        ],
      },
    ],
    end: nothing,
  },
];
