import { Problem } from "@aro/cli";

/** What `local fault cluster` may be told, as commander hands it over. */
export interface ClusterFaultFlags {
  api?: string;
  certificate?: string;
  silentNode?: readonly string[];
  degraded?: readonly string[];
  unavailable?: readonly string[];
  progressing?: readonly string[];
  heal?: true;
  json?: true;
}

/** What the emulator tells of a cluster's faults. */
export interface ClusterFaults {
  api: string;
  silentNodes: readonly string[];
  operators: Readonly<Record<string, Readonly<Record<string, { reason: string; message: string }>>>>;
  certificate: string;
}

/** An emulated cluster as the emulator lists it. */
export interface FaultyCluster {
  infraId: string;
  domain: string;
  phase: string;
  faults: ClusterFaults;
}

const healthy: ClusterFaults = { api: "answers", silentNodes: [], operators: {}, certificate: "valid" };
const states = ["degraded", "unavailable", "progressing"] as const;

/** Whether the flags ask for a change, and not only for what there is. */
export const changesFaults = (flags: ClusterFaultFlags): boolean => Object.keys(flags).some((name) => name !== "json");

/** The faults of a cluster after the flags: they are added to what is wrong already, `--heal` forgets that first. */
export function changedFaults(before: ClusterFaults, flags: ClusterFaultFlags): ClusterFaults {
  const from = flags.heal === true ? healthy : before;
  const operators: Record<string, Record<string, { reason: string; message: string }>> = { ...from.operators };
  for (const state of states)
    for (const text of flags[state] ?? []) {
      const { name, message } = operatorOf(text);
      operators[name] = { ...operators[name], [state]: { reason: "ArmedFault", message } };
    }
  return {
    api: flags.api ?? from.api,
    certificate: flags.certificate ?? from.certificate,
    silentNodes: [...new Set([...from.silentNodes, ...(flags.silentNode ?? [])])],
    operators,
  };
}

/** `dns` or `dns=what it says`. */
function operatorOf(text: string): { name: string; message: string } {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  if (name === "") throw Problem.usage(`"${text}" names no operator`);
  return { name, message: at < 0 ? "A fault was armed." : text.slice(at + 1) };
}

/** The cluster that is meant: by the whole or the beginning of its infrastructure's name, or the only one. @throws Problem */
export function chosenCluster(clusters: readonly FaultyCluster[], asked: string | undefined): FaultyCluster {
  const found = clusters.filter(({ infraId, domain }) => infraId.startsWith(asked ?? "") || domain === asked);
  const exact = found.find(({ infraId }) => infraId === asked);
  const [only] = exact === undefined ? found : [exact];
  if (only !== undefined && (exact !== undefined || found.length === 1)) return only;
  const there = clusters.map(({ infraId }) => infraId).join(", ") || "none";
  throw new Problem(
    asked === undefined
      ? `say which cluster; there are: ${there}`
      : `no one cluster is "${asked}"; there are: ${there}`,
  );
}

/** A cluster and what is wrong with it, on one line. */
export function clusterFaultText({ infraId, phase, faults }: FaultyCluster): string {
  const wrong = [
    ...(faults.api === "answers" ? [] : [`api ${faults.api}`]),
    ...(faults.certificate === "valid" ? [] : [`certificate ${faults.certificate}`]),
    ...faults.silentNodes.map((node) => `node ${node} silent`),
    ...Object.entries(faults.operators).flatMap(([name, news]) =>
      Object.keys(news).map((state) => `operator ${name} ${state}`),
    ),
  ];
  return `${infraId}  ${phase}  ${wrong.length === 0 ? "nothing is wrong" : wrong.join(", ")}`;
}
