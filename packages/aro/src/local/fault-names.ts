import { exitStatus, jsonText, Problem } from "@aro/cli";
import { controlOf, type Local } from "./actions.ts";

/** Kinds of names, as `fault names` is asked for them. */
export const nameKinds = ["steps", "processes", "types", "operators", "nodes"] as const;
type NameKind = (typeof nameKinds)[number];

/** What the emulator tells of names, and of its clusters. */
export interface KnownNames {
  steps: readonly string[];
  processes: readonly string[];
  types: readonly string[];
}
interface NamedCluster {
  infraId: string;
  operators: readonly string[];
  nodes: readonly string[];
}

/** `aro local fault names`: what faults may name, by kind; operators and nodes are those of the clusters that there are. */
export async function runFaultNames(local: Local, flags: { json?: true }, asked?: string): Promise<number> {
  const kind = nameKinds.find((one) => one === asked);
  if (asked !== undefined && kind === undefined)
    throw Problem.usage(`there is no kind of names "${asked}"; there are ${nameKinds.join(", ")}`);
  const control = controlOf(local);
  const known = (await control.call("GET", "/_local/fault-names")) as KnownNames;
  const { clusters } = (await control.call("GET", "/_local/clusters")) as { clusters: NamedCluster[] };
  const all = namesByKind(known, clusters);
  const wanted = kind === undefined ? all : { [kind]: all[kind] };
  local.edge.stdout.write(flags.json === true ? jsonText(wanted) : namesText(wanted));
  return exitStatus.success;
}

/** All names, by kind; of clusters each once, and in order. */
export const namesByKind = (
  { steps, processes, types }: KnownNames,
  clusters: readonly Omit<NamedCluster, "infraId">[],
): Record<NameKind, readonly string[]> => ({
  steps,
  processes,
  types: types.toSorted(),
  operators: [...new Set(clusters.flatMap(({ operators }) => operators))].sort(),
  nodes: clusters.flatMap(({ nodes }) => nodes).sort(),
});

/** A name on each line, those of several kinds below the name of their kind. */
export function namesText(names: Readonly<Partial<Record<NameKind, readonly string[]>>>): string {
  const kinds = Object.entries(names);
  if (kinds.every(([, all]) => all.length === 0)) return "none: there is no cluster\n";
  if (kinds.length === 1) return kinds.flatMap(([, all]) => all.map((name) => `${name}\n`)).join("");
  return kinds
    .filter(([, all]) => all.length > 0)
    .map(([kind, all]) => `${kind}:\n${all.map((name) => `  ${name}\n`).join("")}`)
    .join("\n");
}
