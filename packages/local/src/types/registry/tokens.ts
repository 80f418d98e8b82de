import { isoTime } from "@aro/runtime";
import { copy, type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { store } from "../../resources/references.ts";
import { notEmulated, notInUse } from "../network/rules.ts";
import { registryCommon, scopeMapType } from "./base.ts";

const childCommon = {
  ...registryCommon,
  place: "child",
  tracked: false,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  located: false,
} as const satisfies Partial<TypeRow>;

const repository = ["content/delete", "content/read", "content/write", "metadata/read", "metadata/write"] as const;

/** Scope maps that every registry begins with, as it lists them. */
const systemMaps: readonly { name: string; description: string; actions: readonly string[] }[] = [
  {
    name: "_repositories_admin",
    description: "Can perform all read, write and delete operations on the registry",
    actions: repository,
  },
  { name: "_repositories_pull", description: "Can pull any repository of the registry", actions: ["content/read"] },
  {
    name: "_repositories_pull_metadata_read",
    description: "Can perform all read operations on the registry",
    actions: ["content/read", "metadata/read"],
  },
  {
    name: "_repositories_push",
    description: "Can push to any repository of the registry",
    actions: ["content/read", "content/write"],
  },
  {
    name: "_repositories_push_metadata_write",
    description: "Can perform all read and write operations on the registry",
    actions: ["content/read", "content/write", "metadata/read", "metadata/write"],
  },
];

/** Belongs to registries: the scope maps of the system. */
export const beginsWithMaps: Rule = {
  name: `a registry begins with the scope maps ${systemMaps.map((one) => one.name).join(", ")}`,
  evidence: "documented",
  apply: ({ engine, before, keptId, id, now }: Change) => {
    if (before !== undefined) return;
    for (const { name, description, actions } of systemMaps) {
      const mapId = `${keptId}/scopeMaps/${name}`;
      store(engine, {
        key: mapId.toLowerCase(),
        id: mapId,
        type: scopeMapType,
        name,
        owner: keptId.toLowerCase(),
        group: id.group,
        subscription: id.subscription,
        location: "",
        etag: "",
        state: "Succeeded",
        body: {
          properties: {
            description,
            type: "SystemDefined",
            creationDate: isoTime(now),
            actions: actions.map((action) => `repositories/*/${action}`),
          },
        },
        createdAt: now,
        changedAt: now,
      });
    }
  },
};

const isSystem = (body: Doc | undefined): boolean => record(body?.["properties"])["type"] === "SystemDefined";

const systemRefusal = (name: string): Refusal =>
  new Refusal(
    409,
    "SystemDefinedScopeMap",
    `The scope map '${name}' is defined by the system; it can neither be changed nor deleted.`,
  );

const mapActions: Rule = {
  name: "a scope map lists actions on repositories or the gateway; those of the system stay as they are",
  evidence: "documented",
  apply: ({ doc, before, id, now }: Change) => {
    if (isSystem(before?.body)) throw systemRefusal(id.name);
    const properties = record(doc["properties"]);
    const actions = Array.isArray(properties["actions"]) ? properties["actions"].map(String) : [];
    const odd = actions.find(
      (one) =>
        !/^(repositories\/(\*|[a-z0-9]+([._/-][a-z0-9]+)*\*?)\/(content|metadata)\/(read|write|delete)|gateway\/[A-Za-z0-9-]+\/(config|message)\/(read|write))$/.test(
          one,
        ),
    );
    if (actions.length === 0 || odd !== undefined)
      throw new Refusal(
        400,
        "InvalidScopeMapActions",
        actions.length === 0
          ? `The scope map '${id.name}' lists no actions.`
          : `The action '${odd ?? ""}' of scope map '${id.name}' is not valid; it must be like 'repositories/NAME/content/read'.`,
      );
    const old = record(before?.body["properties"]);
    doc["properties"] = {
      ...properties,
      type: "UserDefined",
      creationDate: old["creationDate"] ?? isoTime(now),
    };
  },
};

const systemStays: RemovalRule = {
  name: "a scope map of the system is not deleted",
  evidence: "documented",
  apply: ({ row, phase }: Removal) => {
    if (phase === "asked" && isSystem(row.body)) throw systemRefusal(row.name);
  },
};

/** What tokens may be allowed to do. */
export const scopeMaps: TypeRow = {
  ...childCommon,
  type: "Microsoft.ContainerRegistry/registries/scopeMaps",
  model: "ScopeMap",
  patchModel: "ScopeMapUpdateParameters",
  label: "ScopeMap",
  takes: { put: [1_000, 4_000], delete: [1_000, 4_000] },
  namePattern: /^[A-Za-z0-9_-]{5,50}$/,
  rules: [mapActions],
  removal: [
    systemStays,
    notInUse(
      "ScopeMapInUse",
      (id, users) => `The scope map ${id} cannot be deleted because tokens use it: ${users.join(", ")}.`,
    ),
  ],
};

const ownMap: Rule = {
  name: "a token has a scope map of its registry, is enabled unless told otherwise, and keeps its passwords",
  evidence: "documented",
  apply: ({ doc, before, keptId, now }: Change) => {
    const properties = record(doc["properties"]);
    const map = text(properties["scopeMapId"]).toLowerCase();
    const registry = keptId.toLowerCase().split("/").slice(0, -2).join("/");
    if (!map.startsWith(`${registry}/scopemaps/`))
      throw new Refusal(
        400,
        "InvalidScopeMapId",
        `The scope map '${text(properties["scopeMapId"])}' of token '${keptId}' is not one of its registry.`,
      );
    const old = record(before?.body["properties"]);
    const given = record(properties["credentials"]);
    const passwords = record(old["credentials"])["passwords"];
    doc["properties"] = {
      status: "enabled",
      ...properties,
      creationDate: old["creationDate"] ?? isoTime(now),
      credentials: { ...given, ...(passwords === undefined ? { passwords: [] } : { passwords: copy(passwords) }) },
    };
  },
};

/** Tokens: names and passwords with which a registry is read from outside of Azure. */
export const tokens: TypeRow = {
  ...childCommon,
  type: "Microsoft.ContainerRegistry/registries/tokens",
  model: "Token",
  patchModel: "TokenUpdateParameters",
  label: "Token",
  takes: { put: [2_000, 6_000], delete: [2_000, 6_000] },
  namePattern: /^[A-Za-z0-9-]{5,50}$/,
  references: [{ at: "properties.scopeMapId", to: scopeMapType }],
  rules: [notEmulated(["properties.credentials.certificates"]), ownMap],
};
