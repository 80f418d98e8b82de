import type { ServicePart } from "../../names/hosts.ts";
import type { Engine } from "../../resources/contract.ts";
import type { WallResponse } from "../../wall/wall.ts";
import { namePlace } from "./registries.ts";

const version = { "docker-distribution-api-version": "registry/2.0" };

const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): WallResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...version, ...headers },
  body: new TextEncoder().encode(JSON.stringify({ errors: [{ code, message, detail: null }] })),
});

/** Registries at their login servers, as far as whoever only asks whether they are there can tell: images are no part of the emulated Azure. */
export function registryServers({ rows, suffixes }: Pick<Engine, "rows" | "suffixes">): ServicePart {
  const ending = `.${suffixes.acrLoginServer}`;
  const nameIn = (host: string): string => (host.endsWith(ending) ? host.slice(0, -ending.length) : "");
  return {
    owns: (host) => /^[a-z0-9]{5,50}$/.test(nameIn(host)),
    serves: (host) => {
      const name = nameIn(host);
      // Every call of the cloud comes by here.
      if (name === "") return false;
      const holder = rows.value(namePlace(name));
      return holder !== undefined && rows.has(holder);
    },
    wall: async ({ method, url }) => {
      const asksVersion = url.pathname === "/v2/" || url.pathname === "/v2";
      const { status, headers, body } = asksVersion
        ? refuse(401, "UNAUTHORIZED", "authentication required", {
            "www-authenticate": `Bearer realm="https://${url.host}/oauth2/token",service="${url.host}"`,
          })
        : refuse(404, "NOT_FOUND", `The emulated registry serves no images, and nothing at '${url.pathname}'.`);
      return { status, headers, body: method === "HEAD" ? new Uint8Array() : body };
    },
  };
}
