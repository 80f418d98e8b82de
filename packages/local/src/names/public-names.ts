import { armError } from "../wall/answers.ts";
import type { Wall } from "../wall/wall.ts";
import type { ServicePart } from "./hosts.ts";

/** What answers at a name of the public cloud. */
type PublicService = "resourceManager" | "authority" | "graph";

/**
 * Names of the public cloud that lead to this one's services: some clients ask nobody else, whatever cloud is registered (`az aro`), and a
 * client that knows the public cloud only works with nothing but a proxy and an authority to trust.
 */
const publicNames: Readonly<Record<string, PublicService>> = {
  "management.azure.com": "resourceManager",
  "login.microsoftonline.com": "authority",
  "graph.microsoft.com": "graph",
};

/** What ARM and Graph are called there; tokens for these names are good at these names only, so that a client of this cloud that asks for them is told. */
export const publicAudiences = {
  resourceManager: ["https://management.azure.com", "https://management.core.windows.net"],
  graph: ["https://graph.microsoft.com"],
} as const;

/** Whether `host` is a name of the public cloud that leads here. */
export const isPublicName = (host: string): boolean => Object.hasOwn(publicNames, host.toLowerCase());

/** What tokens may be for where a call dialled `host`: this cloud's own `audience`, and at the public name what the public cloud calls it. */
export const audiencesAt = (
  host: string,
  audience: string,
  service: keyof typeof publicAudiences,
): readonly string[] =>
  publicNames[host.toLowerCase()] === service ? [audience, ...publicAudiences[service]] : [audience];

/** The part that answers at the public names, each by its service alone. */
export function atPublicNames(services: Readonly<Record<PublicService, Wall>>): ServicePart {
  return {
    serves: isPublicName,
    owns: isPublicName,
    wall: async (request) => {
      const service = publicNames[request.url.hostname.toLowerCase()];
      return service === undefined
        ? armError(404, "HostNotFound", `Nothing of the emulated cloud is named '${request.url.hostname}'.`)
        : services[service](request);
    },
  };
}
