import type { Scenario } from "../scenario.ts";
import { created, get, put, refused, removed, waitFor } from "./phrases.ts";

const older = "2022-04-01";
const catalog =
  "/subscriptions/<subscription>/providers/Microsoft.RedHatOpenShift/locations/<location>/openShiftVersions";
const same = { status: 200, headers: { "azure-asyncoperation": false } } as const;
const networkOf2025 = { outboundType: "Loadbalancer", preconfiguredNSG: "Disabled" };

/** One cluster at several api-versions. */
export const versions: readonly Scenario[] = [
  {
    name: "versions/made-by-the-older",
    shows:
      "what 2022-04-01 made is the same cluster to 2025-07-25, and each takes what it shows for no change (ARM-ENV-04, ARM-PUT-05)",
    steps: [
      { ...put(), version: older },
      waitFor("create"),
      { ...get({ without: ["systemData", "properties.networkProfile.outboundType"] }, "older"), version: older },
      get({ body: { properties: { networkProfile: networkOf2025 } } }, "newer"),
      {
        unchanged: [
          { send: "PUT <cluster>", version: older, body: { of: "older" }, expect: same },
          { send: "PUT <cluster>", body: { of: "newer" }, expect: same },
          { send: "PUT <cluster>", body: { cluster: {} }, expect: same },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "versions/relabelled-by-the-older",
    shows:
      "an update through 2022-04-01 keeps what only 2025-07-25 knows, in whatever case its members are written (ARM-PUT-07)",
    steps: [
      ...created,
      {
        send: "PATCH <cluster>",
        version: older,
        body: { json: { TAGS: { owner: "ann" } } },
        expect: { ...same, body: { tags: { owner: "ann" } }, without: ["systemData"] },
      },
      get({ body: { tags: { owner: "ann" }, properties: { networkProfile: networkOf2025 } } }),
    ],
    end: {
      left: "cluster",
      operations: 1,
      differs: { "/cluster/openShiftCluster/tags/owner": "ann", "/cluster/openShiftCluster/tags/team": "nothing" },
    },
  },
  {
    name: "versions/openshift",
    shows:
      "the OpenShift versions of a location are listed in their order, one by one too, in the versions that have them (ARM-PRX-06)",
    steps: [
      {
        send: `GET ${catalog}`,
        as: "list",
        expect: {
          status: 200,
          body: {
            value: ["4.18.24", "4.19.12", "4.20.4"].map((version) => ({ name: version, properties: { version } })),
          },
          without: ["nextLink"],
        },
      },
      { send: `GET ${catalog}/4.19.12`, version: "2022-09-04", expect: { status: 200, without: ["name"] } },
      refused({ send: `GET ${catalog}/4.19.99` }, { code: "ResourceNotFound", says: ["4.19.99", "<location>"] }),
      // ARM knows which versions have the type; the service itself says it otherwise.
      refused({ send: `GET ${catalog}`, version: older }, { code: "NoRegisteredProviderFound", says: [older] }),
      refused({ send: `GET ${catalog}`, version: older, by: "arm" }, { code: "InvalidResourceType", says: [older] }),
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "versions/credentials",
    shows:
      "credentials are for a cluster that stands: not while it is made or unmade, nor after, nor to be read by GET (ARM-PRX-03)",
    steps: [
      put(),
      ...["listCredentials", "listAdminCredentials"].flatMap((action) =>
        [older, "2025-07-25"].map((version) =>
          refused({ send: `POST <cluster>/${action}`, version }, { code: "RequestNotAllowed", says: ["Creating"] }),
        ),
      ),
      refused({ send: "GET <cluster>/listCredentials", by: "arm" }, { code: "MethodNotAllowed", says: ["POST"] }, 405),
      refused(
        { send: "POST <cluster>/listAdminCredentials", version: "2020-04-30" },
        { code: "InvalidResourceType", says: ["2020-04-30"] },
      ),
      waitFor("create"),
      ...removed,
      refused({ send: "POST <cluster>/listCredentials" }, { code: "ResourceNotFound", says: ["<name>"] }, 404),
    ],
    end: { left: "nothing", billing: "closed" },
  },
];
