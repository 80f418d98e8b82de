import { badRequest, type ControlRoute, done } from "../control/control.ts";
import { armError, json } from "../wall/answers.ts";
import type { IssuedCredentials } from "./issued-credentials.ts";
import type { AssignedIdentity, Machine, Machines } from "./machines.ts";

interface Deps {
  machines: Machines;
  credentials: IssuedCredentials;
  /** What a machine is unless it is said. */
  usual: Omit<Machine, "name" | "identities" | "vmId">;
  uuid(): string;
}

const texts = ["subscriptionId", "resourceGroup", "location", "vmSize", "zone"] as const;
const members: readonly string[] = [...texts, "tags", "identities"];

const isDoc = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isIdentity = (value: unknown): value is AssignedIdentity =>
  isDoc(value) && typeof value["clientId"] === "string" && (value["system"] === undefined || value["system"] === true);

/** Machines of the metadata service and as whom they may act; how long credentials of managed identities are good. */
export const machineRoutes = ({ machines, credentials, usual, uuid }: Deps): ControlRoute[] => [
  { method: "GET", path: "/_local/machines", run: () => done({ machines: machines.list() }) },
  {
    method: "PUT",
    path: "/_local/machines/{name}",
    run: ({ parameters: { name = "" }, body }) => {
      const odd = Object.keys(body).find((member) => !members.includes(member));
      if (odd !== undefined) return badRequest(`A machine has no '${odd}'; it has ${members.join(", ")}.`);
      for (const member of texts)
        if (body[member] !== undefined && typeof body[member] !== "string") return badRequest(`'${member}' is a text`);
      const { tags = {}, identities = [] } = body;
      if (!isDoc(tags) || !Object.values(tags).every((one) => typeof one === "string"))
        return badRequest("'tags' is an object of texts");
      if (!Array.isArray(identities) || !identities.every(isIdentity))
        return badRequest("'identities' is a list of {clientId, system?}");
      const present = machines.find(name);
      const machine = { ...usual, vmId: present?.vmId ?? uuid(), ...body, name, tags, identities } as Machine;
      machines.put(machine);
      return json(present === undefined ? 201 : 200, machine);
    },
  },
  {
    method: "DELETE",
    path: "/_local/machines/{name}",
    run: ({ parameters: { name = "" } }) =>
      machines.remove(name) ? done({}) : armError(404, "NotFound", `There is no machine ${name}.`),
  },
  {
    method: "GET",
    path: "/_local/managed-identity-credentials",
    run: () => done({ validityMilliseconds: credentials.validityMilliseconds }),
  },
  {
    method: "PUT",
    path: "/_local/managed-identity-credentials",
    run: ({ body: { validityMilliseconds: validity } }) => {
      if (typeof validity !== "number" || !(validity >= 1000))
        return badRequest("'validityMilliseconds' is a number, 1000 or more");
      credentials.setValidity(validity);
      return done({ validityMilliseconds: validity });
    },
  },
];
