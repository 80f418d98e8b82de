import type { Definition } from "../custom/definition.ts";
import { sharedKindsOf } from "../custom/kinds.ts";
import { parsed } from "../objects/parsed.ts";
import type { Store } from "../store/store.ts";
import { apiVersionOf, type Kind, type Kinds } from "./kind.ts";

export const definitionsResource = "apiextensions.k8s.io/customresourcedefinitions";

/** The kinds of a control plane: the built-in ones and those of the established definitions in its store. */
export function createKinds(builtIn: readonly Kind[], store: Store): Kinds {
  const byPath = new Map<string, Kind>();
  const byName = new Map<string, Kind>();
  const defined = new Map<string, readonly Kind[]>();
  /** As which state of each definition its kinds were read: most of its writes are of its status. */
  const known = new Map<string, string>();
  let all: readonly Kind[] = builtIn;
  let generation = 0;
  const index = (): void => {
    byPath.clear();
    byName.clear();
    all = [...builtIn, ...[...defined.values()].flat()];
    for (const kind of all) {
      byPath.set(`${kind.group}/${kind.version}/${kind.plural}`, kind);
      const name = `${apiVersionOf(kind)} ${kind.kind}`;
      if (!byName.has(name)) byName.set(name, kind);
    }
    generation++;
  };
  /** Answers whether anything is served otherwise than before. */
  const take = (text: string): boolean => {
    const definition = parsed(text) as Definition;
    const { name, uid, generation: state } = definition.metadata;
    const isEstablished = definition.status?.conditions?.some(
      ({ type, status }) => type === "Established" && status === "True",
    );
    if (!isEstablished) {
      known.delete(name);
      return defined.delete(name);
    }
    const said = `${uid} ${state}`;
    if (known.get(name) === said) return false;
    known.set(name, said);
    defined.set(name, sharedKindsOf(definition));
    return true;
  };
  for (const { text } of store.list(definitionsResource)) take(text);
  index();
  store.subscribe(definitionsResource, ({ type, key, text }) => {
    if (type !== "DELETED") {
      if (take(text)) index();
      return;
    }
    known.delete(key);
    if (defined.delete(key)) index();
  });
  return {
    find: (group, version, plural) => byPath.get(`${group}/${version}/${plural}`),
    named: (apiVersion, kind) => byName.get(`${apiVersion} ${kind}`),
    all: () => all,
    get generation() {
      return generation;
    },
  };
}
