import { firstObjects } from "../bootstrap/first-objects.ts";
import { levelsShelf, schemasShelf } from "../flow-control/flows.ts";
import { isSame } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { timestamp } from "../registry/desk.ts";
import { asController, type Controller, find, kindOf, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const teller = {
  ...asController("flow-control"),
  fieldManager: "api-priority-and-fairness-config-consumer-v1",
};
const keeper = {
  ...asController("flow-control"),
  fieldManager: "api-priority-and-fairness-config-producer-v1",
};

const updates = "apf.kubernetes.io/autoupdate-spec";
/** Somebody who takes a first schema or level away, or changes one that says it is the server's, has it again after this time. */
const restoreMilliseconds = 20_000;

interface Condition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

/** Says of each flow schema whether its level is there, and brings those of the server itself back. */
export const flowControlController: Controller = async (deps, signal) => {
  const { store, kinds, registry, clock } = deps;
  const kind = (plural: string) => kindOf(kinds, "flowcontrol.apiserver.k8s.io", "v1", plural);
  const [schemas, levels] = [kind("flowschemas"), kind("prioritylevelconfigurations")];
  const own = firstObjects().filter((one) => one.kind === schemas.kind || one.kind === levels.kind);

  const tell = (name: string): void => {
    const schema = find(registry, schemas, undefined, name);
    if (schema === undefined) return;
    const wanted = (schema["spec"] as { priorityLevelConfiguration: { name: string } }).priorityLevelConfiguration.name;
    const isThere = store.get(levelsShelf, wanted) !== undefined;
    const { conditions = [] } = (schema["status"] ?? {}) as { conditions?: Condition[] };
    const old = conditions.find(({ type }) => type === "Dangling");
    const status = isThere ? "False" : "True";
    const message = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(wanted)} ${isThere ? "and it exists" : "but there is no such object"}`;
    if (old?.status === status && old.message === message) return;
    const dangling: Condition = {
      type: "Dangling",
      status,
      lastTransitionTime: timestamp({ clock }),
      reason: isThere ? "Found" : "NotFound",
      message,
    };
    const others = conditions.filter(({ type }) => type !== "Dangling");
    unless(["NotFound", "Conflict"], () =>
      registry.update(
        { kind: schemas, name, subresource: "status" },
        { ...schema, status: { conditions: [...others, dangling] } },
        teller,
      ),
    );
  };

  const isOff = (wanted: KubeObject): boolean => {
    const found = find(registry, wanted.kind === schemas.kind ? schemas : levels, undefined, wanted.metadata.name);
    return (
      found === undefined ||
      (found.metadata.annotations?.[updates] === "true" && !isSame(found["spec"], wanted["spec"]))
    );
  };
  const restore = (wanted: KubeObject): void => {
    if (!isOff(wanted)) return;
    const of = wanted.kind === schemas.kind ? schemas : levels;
    const { name } = wanted.metadata;
    const found = find(registry, of, undefined, name);
    if (found === undefined) registry.create(of, undefined, wanted, keeper);
    else
      unless(["Conflict"], () =>
        registry.update({ kind: of, name }, { ...found, spec: wanted["spec"] } as KubeObject, keeper),
      );
  };

  const ownBy = (of: string, name: string) =>
    own.find((one) => one.metadata.name === name && (one.kind === schemas.kind) === (of === schemasShelf));
  const queue = createWorkQueue(
    (key) => {
      const [task, shelf = "", name = ""] = key.split(" ");
      if (task === "tell") return tell(shelf);
      const wanted = ownBy(shelf, name);
      if (wanted !== undefined) restore(wanted);
    },
    { ...deps, name: "flow-control" },
  );
  const guard = (shelf: string, name: string): void => {
    const wanted = ownBy(shelf, name);
    if (wanted !== undefined && isOff(wanted)) queue.addAfter(`restore ${shelf} ${name}`, restoreMilliseconds);
  };
  for (const { key } of store.list(schemasShelf)) queue.add(`tell ${key}`);
  const stops = [
    store.subscribe(schemasShelf, ({ key }) => {
      queue.add(`tell ${key}`);
      guard(schemasShelf, key);
    }),
    store.subscribe(levelsShelf, ({ type, key }) => {
      if (type !== "MODIFIED") for (const schema of store.list(schemasShelf)) queue.add(`tell ${schema.key}`);
      guard(levelsShelf, key);
    }),
  ];
  for (const one of own) guard(one.kind === schemas.kind ? schemasShelf : levelsShelf, one.metadata.name);
  await queue.run(signal);
  for (const stop of stops) stop();
};
