import { copy, type Doc } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ResourceId } from "../../documents/resource-id.ts";
import type { Change, Engine, Rule, TypeRow } from "../../resources/contract.ts";
import { storageCommon } from "./common.ts";

/** Services of an account other than blobs. They are there from the beginning; there is nothing behind them. */
const services: readonly { type: string; model: string; defaults: Doc }[] = [
  {
    type: "fileServices",
    model: "FileServiceProperties",
    defaults: { cors: { corsRules: [] }, shareDeleteRetentionPolicy: { enabled: true, days: 7 } },
  },
  { type: "queueServices", model: "QueueServiceProperties", defaults: { cors: { corsRules: [] } } },
  { type: "tableServices", model: "TableServiceProperties", defaults: { cors: { corsRules: [] } } },
];

const accountOf = (engine: Engine, { key, names, types }: ResourceId): string | undefined =>
  engine.rows.get(
    key
      .split("/")
      .slice(0, names.length === types.length ? -2 : -1)
      .join("/"),
  )?.id;

/** The `default` service of each kind. */
export const otherServices: readonly TypeRow[] = services.map(({ type, model, defaults }): TypeRow => {
  const full = `Microsoft.Storage/storageAccounts/${type}`;
  const initial = (engine: Engine, id: ResourceId): Doc | undefined => {
    const account = accountOf(engine, id);
    return account === undefined
      ? undefined
      : { id: `${account}/${type}/default`, name: "default", type: full, properties: copy(defaults) };
  };
  const onlyDefault: Rule = {
    name: `the only one of ${type} is default`,
    evidence: "documented",
    apply: ({ id }: Change) => {
      if (id.name.toLowerCase() !== "default")
        throw new Refusal(400, "InvalidResourceName", `The resource of ${full} is named default, not '${id.name}'.`);
    },
  };
  return {
    ...storageCommon,
    type: full,
    model,
    label: model.replace("Properties", ""),
    verbs: ["GET", "PUT", "LIST"],
    namePattern: /^[A-Za-z]+$/,
    etag: false,
    defaults: { properties: copy(defaults) },
    rules: [onlyDefault],
    builtIn: {
      get: (id, engine) => (id.name.toLowerCase() === "default" ? initial(engine, id) : undefined),
      all: (id, _filter, engine) => {
        const one = initial(engine, id);
        return one === undefined ? [] : [one];
      },
    },
  };
});
