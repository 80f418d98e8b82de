import { type Audience, findAudience } from "./audiences.ts";
import type { Directory } from "./directory.ts";
import { isRefusal, type Refusal, refuse } from "./failures.ts";
import { type CloudNames, knownResources } from "./well-known.ts";

/** What a person's client asks for: one resource, what it wants to do there, and what of OpenID Connect. */
export interface Scope {
  audience: Audience;
  /** The resource as it was written, slash and all: version 1 tokens carry it so. */
  text: string;
  /** What the token says (`scp`). */
  granted: readonly string[];
  /** What the answer's `scope` says: with the resource before each, as it was asked. */
  shown: readonly string[];
  openid: ReadonlySet<string>;
}

interface Deps extends CloudNames {
  directory: Directory;
  tenantId: string;
}

/** Who asks, as refusals name it. */
type Asker = { displayName: string };

const openidScopes = new Set(["openid", "profile", "email", "offline_access"]);
const defaultScope = ".default";

/** Reads `scope` of a person's sign-in (version 2): at most one resource; bare names are Graph's. */
export function readScope(text: string, client: Asker, deps: Deps): Scope | Refusal {
  const wanted = [...new Set(text.split(/\s+/).filter((one) => one !== ""))];
  if (wanted.length === 0) return refuse("AADSTS900144", "scope");
  const openid = new Set(wanted.filter((one) => openidScopes.has(one.toLowerCase())).map((one) => one.toLowerCase()));
  const graph = knownResources.graph.names(deps)[0] ?? "";
  const others = wanted
    .filter((one) => !openidScopes.has(one.toLowerCase()))
    .map((one) => {
      const cut = one.lastIndexOf("/");
      return cut < 0 ? { resource: graph, name: one } : { resource: one.slice(0, cut), name: one.slice(cut + 1) };
    });
  const [first = { resource: graph, name: "" }] = others;
  if (others.some(({ resource }) => resource !== first.resource)) return refuse("AADSTS28000", text);
  const audience = findAudience(first.resource, deps, deps.directory);
  if (audience === undefined) return refuse("AADSTS500011", first.resource, deps.tenantId);
  const names = others.map(({ name }) => name);
  const granted = grant(names, openid, audience, client);
  if (isRefusal(granted)) return granted;
  const shown = [
    ...granted.filter((one) => !openidScopes.has(one)).map((one) => `${first.resource}/${one}`),
    ...names.filter((one) => one === defaultScope).map((one) => `${first.resource}/${one}`),
    ...granted.filter((one) => openidScopes.has(one)),
  ];
  return { audience, text: first.resource, granted, shown, openid };
}

/** `resource` of version 1: everything that clients may do there. */
export function scopeOfResource(resource: string, openid: string | undefined, deps: Deps): Scope | Refusal {
  const audience = findAudience(resource, deps, deps.directory);
  if (audience === undefined) return refuse("AADSTS500011", resource, deps.tenantId);
  const granted = audience.scopes.filter((one) => !openidScopes.has(one));
  const wanted = new Set((openid ?? "openid").toLowerCase().split(/\s+/));
  return {
    audience,
    text: resource,
    granted,
    shown: granted,
    openid: new Set([...wanted, "openid", "offline_access"]),
  };
}

function grant(
  names: readonly string[],
  openid: ReadonlySet<string>,
  audience: Audience,
  client: Asker,
): readonly string[] | Refusal {
  const isGraph = audience.appId === knownResources.graph.appId;
  const own = isGraph ? [...openid].filter((one) => one !== "offline_access") : [];
  if (names.includes(defaultScope)) {
    if (names.length > 1) return refuse("AADSTS70011", names.join(" "));
    return [...new Set([...audience.scopes.filter((one) => one !== "offline_access"), ...own])];
  }
  const granted: string[] = [];
  for (const name of names) {
    const known = audience.scopes.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined) return refuse("AADSTS650053", client.displayName, name, audience.resource);
    granted.push(known);
  }
  return [...granted, ...own];
}
