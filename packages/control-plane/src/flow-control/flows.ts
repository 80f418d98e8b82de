import type { Attributes, User } from "../access/access.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import type { Store } from "../store/store.ts";
import { type FlowSchemaSpec, flowsBy } from "./schema.ts";

const group = "flowcontrol.apiserver.k8s.io";
/** Where flow schemas are stored. */
export const schemasShelf = `${group}/flowschemas`;
/** Where priority levels are stored. */
export const levelsShelf = `${group}/prioritylevelconfigurations`;

/** What a priority level has done since the server started. */
export interface LevelCounts {
  executing: number;
  dispatched: number;
}

/** A request that is being served. */
export interface Flow {
  /** Says in an answer's headers by which schema and level it was served. */
  headers: Readonly<Record<string, string>>;
  schema: string;
  level: string;
  /** Milliseconds since the epoch. */
  arrived: number;
  /** What tells it from others of its schema: its user or namespace. */
  distinguisher: string;
  /** It has been answered. */
  done(): void;
}

/** Which requests flow by which schema and level. Nobody has to wait: each request is over before the next begins. */
export interface Flows {
  serve(user: User, asked: Attributes): Flow | undefined;
  /** Levels by name, with what they have done. */
  levels(): readonly { name: string; queues: number; counts: LevelCounts }[];
  /** Requests that are being served. */
  running(): Iterable<Flow>;
}

interface Way {
  name: string;
  spec: FlowSchemaSpec;
  headers: Flow["headers"];
  counts: LevelCounts;
}

const objects = (store: Store, shelf: string): KubeObject[] => [...store.list(shelf)].map(({ text }) => parsed(text));

/** Follows the stored schemas and levels; they are read again after one of them has changed. `now`: milliseconds since the epoch. */
export function createFlows(store: Store, now: () => number): Flows {
  let known: readonly Way[] | undefined;
  for (const shelf of [schemasShelf, levelsShelf])
    store.subscribe(shelf, () => {
      known = undefined;
    });
  const counted = new Map<string, LevelCounts>();
  const running = new Set<Flow>();
  const countsOf = (level: string): LevelCounts => {
    const found = counted.get(level) ?? { executing: 0, dispatched: 0 };
    counted.set(level, found);
    return found;
  };
  const read = (): readonly Way[] => {
    const levels = new Map(objects(store, levelsShelf).map(({ metadata }) => [metadata.name, metadata.uid]));
    return objects(store, schemasShelf)
      .flatMap(({ metadata, spec }): Way[] => {
        const { priorityLevelConfiguration: level } = spec as FlowSchemaSpec;
        const uid = levels.get(level.name);
        // A schema whose level is not there is passed over.
        if (uid === undefined) return [];
        return [
          {
            name: metadata.name,
            spec: spec as FlowSchemaSpec,
            headers: { "x-kubernetes-pf-flowschema-uid": metadata.uid, "x-kubernetes-pf-prioritylevel-uid": uid },
            counts: countsOf(level.name),
          },
        ];
      })
      .sort((a, b) => a.spec.matchingPrecedence - b.spec.matchingPrecedence || (a.name < b.name ? -1 : 1));
  };
  return {
    serve: (user, asked) => {
      known ??= read();
      const way = known.find(({ spec }) => flowsBy(spec, user, asked));
      if (way === undefined) return undefined;
      const { name, spec, headers, counts } = way;
      counts.dispatched++;
      counts.executing++;
      const by = spec.distinguisherMethod?.type;
      const flow: Flow = {
        headers,
        schema: name,
        level: spec.priorityLevelConfiguration.name,
        arrived: now(),
        distinguisher:
          by === "ByUser"
            ? user.name
            : by === "ByNamespace" && asked.kind === "resource"
              ? (asked.namespace ?? "")
              : "",
        done: () => {
          if (running.delete(flow)) counts.executing--;
        },
      };
      running.add(flow);
      return flow;
    },
    levels: () =>
      objects(store, levelsShelf).map(({ metadata: { name }, spec }) => {
        const { limited } = spec as { limited?: { limitResponse?: { queuing?: { queues: number } } } };
        return { name, queues: limited?.limitResponse?.queuing?.queues ?? 0, counts: countsOf(name) };
      }),
    running: () => running,
  };
}
