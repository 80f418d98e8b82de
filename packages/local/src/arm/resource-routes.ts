import { badRequest, type ControlRoute, done } from "../control/control.ts";
import type { LimitName } from "../resources/limits.ts";
import { allocationCodes, isShortage } from "../types/compute/index.ts";
import { armError } from "../wall/answers.ts";
import type { Resources } from "./resources.ts";

/** What customers cannot set of their resources: a subscription's limits, machines that are not to be had, what a serial console says. */
export const resourceRoutes = (
  resources: Pick<Resources, "setLimit" | "setConsole" | "setShortages">,
): ControlRoute[] => [
  {
    method: "PUT",
    path: "/_local/limits",
    run: ({ body }) => {
      const { limit, ...rest } = body;
      const names = ["subscription", "provider", "location", "name"] as const;
      const [odd] = Object.keys(rest).filter((name) => !(names as readonly string[]).includes(name));
      if (odd !== undefined) return badRequest(`A limit has no '${odd}'; it has ${names.join(", ")} and limit.`);
      const missing = names.find((name) => typeof rest[name] !== "string" || rest[name] === "");
      if (missing !== undefined) return badRequest(`'${missing}' is a text`);
      if (limit !== null && !(Number.isInteger(limit) && (limit as number) >= 0))
        return badRequest("'limit' is a whole number from 0 on, or null for Azure's own");
      resources.setLimit(rest as unknown as LimitName, limit === null ? undefined : (limit as number));
      return done({ ...rest, limit });
    },
  },
  {
    method: "PUT",
    path: "/_local/shortages",
    run: ({ body: { shortages } }) => {
      if (!Array.isArray(shortages) || !shortages.every(isShortage))
        return badRequest(
          `'shortages' is a list of {code, location, size, zone, times}; code is one of ${allocationCodes.join(", ")}, and what is left out matches everything.`,
        );
      resources.setShortages(shortages);
      return done({ shortages });
    },
  },
  {
    method: "PUT",
    path: "/_local/consoles",
    run: ({ body: { machine, log } }) => {
      if (typeof machine !== "string" || typeof log !== "string")
        return badRequest("'machine' is the id of a virtual machine, and 'log' what its console says");
      return resources.setConsole(machine, log)
        ? done({ machine })
        : armError(404, "NotFound", `There is no virtual machine ${machine}.`);
    },
  },
];
