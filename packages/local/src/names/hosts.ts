import { armError } from "../wall/answers.ts";
import type { Wall, WallResponse } from "../wall/wall.ts";
import type { HostPart, Names } from "./names.ts";

const httpsPort = 443;

/** A part that also answers for names of its kind that do not exist, in its service's own way. */
export interface ServicePart extends HostPart {
  /** Whether `host` has the form of this service's names, existing or not: `*.vault.S`. */
  owns(host: string): boolean;
  /** The largest body it takes, and its answer to a larger one; ARM's of both when absent. */
  bodies?: { largest: number; tooLarge(): WallResponse };
}

/** The names of the parts, as the proxy asks: TLS on its usual port, of names that exist now. */
export const hostNames = (parts: readonly HostPart[]): Names => ({
  find: (host, port) => (port === httpsPort && parts.some((part) => part.serves(host)) ? { kind: "cloud" } : undefined),
});

/** Whether `host` lies under the suffix of the emulated cloud. */
export const isUnder = (suffix: string, host: string): boolean => host.endsWith(`.${suffix}`);

/** The part that answers at `host`, or that would if the name existed. */
export const partFor = (parts: readonly ServicePart[], host: string): ServicePart | undefined =>
  parts.find((one) => one.serves(host)) ?? parts.find((one) => one.owns(host));

/** Who was dialled decides who answers: the part whose name it is, or `otherwise` for what is nobody's name and not under the suffix. */
export function byHost(parts: readonly ServicePart[], suffix: string, otherwise: Wall): Wall {
  return async (request) => {
    const host = request.url.hostname.toLowerCase().replace(/\.$/, "");
    if (!isUnder(suffix, host) && !parts.some((part) => part.serves(host))) return otherwise(request);
    const part = partFor(parts, host);
    return part === undefined
      ? armError(404, "HostNotFound", `Nothing of the emulated cloud is named '${host}'.`)
      : part.wall(request);
  };
}
