import { apiVersionOf, type Kind, type Kinds } from "../kinds/kind.ts";
import { firstAccepted } from "../requests/negotiate.ts";
import { type ApiAnswer, json } from "../requests/request.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface Group {
  name: string;
  versions: { version: string; kinds: Kind[] }[];
}

/** Groups in the order of discovery, their versions newest first as they were added. */
function groupsOf(kinds: Kinds): Group[] {
  const groups = new Map<string, Map<string, Kind[]>>();
  for (const kind of kinds.all()) {
    const versions = groups.get(kind.group) ?? new Map<string, Kind[]>();
    groups.set(kind.group, versions);
    versions.set(kind.version, [...(versions.get(kind.version) ?? []), kind]);
  }
  return [...groups].map(([name, versions]) => ({
    name,
    versions: [...versions]
      .map(([version, of]) => ({ version, kinds: of }))
      .sort((a, b) => byVersion(a.version, b.version)),
  }));
}

/** `v2` before `v1`, both before `v1beta1`, that before `v1alpha1`; what is no version of Kubernetes last, by the alphabet. */
function byVersion(one: string, other: string): number {
  const rank = (version: string): [number, number, number] | undefined => {
    const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
    return major === undefined
      ? undefined
      : [stage === undefined ? 2 : stage === "beta" ? 1 : 0, Number(major), Number(minor ?? 0)];
  };
  const [a, b] = [rank(one), rank(other)];
  if (a === undefined || b === undefined) return a === b ? (one < other ? -1 : 1) : a === undefined ? 1 : -1;
  return b[0] - a[0] || b[1] - a[1] || b[2] - a[2];
}

const groupVersion = (group: string, version: string) => ({ groupVersion: apiVersionOf({ group, version }), version });

function apiGroup({ name, versions }: Group) {
  const all = versions.map(({ version }) => groupVersion(name, version));
  return { name, versions: all, preferredVersion: all[0] };
}

function resourceEntries(kind: Kind): object[] {
  const names = (list: readonly string[], member: string) => (list.length === 0 ? {} : { [member]: list });
  return [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: kind.verbs,
      ...names(kind.shortNames, "shortNames"),
      ...names(kind.categories, "categories"),
      ...(kind.verbs.includes("list") ? { storageVersionHash: storageHash(kind) } : {}),
    },
    ...kind.subresources.map(({ name, verbs, responseKind }) => ({
      name: `${kind.plural}/${name}`,
      singularName: "",
      namespaced: kind.namespaced,
      ...(responseKind === undefined || (responseKind.group === kind.group && responseKind.version === kind.version)
        ? {}
        : { group: responseKind.group, version: responseKind.version }),
      kind: responseKind?.kind ?? kind.kind,
      verbs,
    })),
  ];
}

const storageHash = ({ group, storageVersion, kind }: Kind): string =>
  Buffer.from(`${group}/${storageVersion}/${kind}`).toString("base64url").slice(0, 11).concat("=");

function aggregatedGroup({ name, versions }: Group): object {
  return {
    metadata: { ...(name === "" ? {} : { name }), creationTimestamp: null },
    versions: versions.map(({ version, kinds }) => ({
      version,
      freshness: "Current",
      resources: kinds.map((kind) => ({
        resource: kind.plural,
        responseKind: { group: kind.group, version, kind: kind.kind },
        scope: kind.namespaced ? "Namespaced" : "Cluster",
        singularResource: kind.singular,
        verbs: kind.verbs,
        ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
        ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
        ...(kind.subresources.length === 0
          ? {}
          : {
              subresources: kind.subresources.map(({ name: subresource, verbs, responseKind }) => ({
                subresource,
                responseKind: responseKind ?? { group: kind.group, version, kind: kind.kind },
                verbs,
              })),
            }),
      })),
    })),
  };
}

/** Answers what clients ask to learn which kinds there are; undefined when the path is another. */
export function discovery(kinds: Kinds, path: string, accept: string | undefined): ApiAnswer | undefined {
  const segments = path.split("/").filter((segment) => segment !== "");
  const [root, ...rest] = segments;
  if ((root !== "api" && root !== "apis") || rest.length > 2) return undefined;
  const groups = groupsOf(kinds);
  const core = root === "api";
  // Who takes anything gets the plain list.
  const inOnePiece = accept?.includes("as=APIGroupDiscoveryList") === true;
  if (rest.length === 0 && inOnePiece && firstAccepted(accept, [aggregated, "application/json"]) === aggregated)
    return json(
      200,
      {
        kind: "APIGroupDiscoveryList",
        apiVersion: "apidiscovery.k8s.io/v2",
        metadata: {},
        items: groups.filter(({ name }) => (name === "") === core).map(aggregatedGroup),
      },
      { "content-type": aggregated },
    );
  if (core) {
    if (rest.length === 0)
      return json(200, {
        kind: "APIVersions",
        versions: groups.find(({ name }) => name === "")?.versions.map(({ version }) => version) ?? [],
        serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "" }],
      });
    return rest.length === 1 ? resources(groups, "", rest[0] ?? "") : undefined;
  }
  const [name, version] = rest;
  const named = groups.filter((group) => group.name !== "");
  if (name === undefined) return json(200, { kind: "APIGroupList", apiVersion: "v1", groups: named.map(apiGroup) });
  if (version !== undefined) return resources(groups, name, version);
  const group = named.find((one) => one.name === name);
  return group === undefined ? undefined : json(200, { kind: "APIGroup", apiVersion: "v1", ...apiGroup(group) });
}

function resources(groups: readonly Group[], name: string, version: string): ApiAnswer | undefined {
  const found = groups.find((group) => group.name === name)?.versions.find((one) => one.version === version);
  if (found === undefined) return undefined;
  return json(200, {
    kind: "APIResourceList",
    ...(name === "" ? {} : { apiVersion: "v1" }),
    groupVersion: apiVersionOf({ group: name, version }),
    resources: found.kinds.flatMap(resourceEntries),
  });
}
