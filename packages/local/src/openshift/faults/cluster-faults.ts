import { unknownName } from "../../faults/fault-names.ts";
import type { OperatorNews } from "../operators/news.ts";

/** What is wrong with a cluster because somebody wants it so. Kept, until it is taken back. */
export interface ClusterFaults {
  /** Its API server: answers, takes connections and never answers, or takes none. */
  api: "answers" | "hangs" | "refuses";
  /** Nodes whose kubelet says nothing although their machine runs. */
  silentNodes: readonly string[];
  /** What operators say of themselves, over what is so. */
  operators: Readonly<Record<string, Pick<OperatorNews, "degraded" | "unavailable" | "progressing">>>;
  /** Whether the API server serves a certificate that is over. */
  certificate: "valid" | "expired";
}

export const noFaults: ClusterFaults = { api: "answers", silentNodes: [], operators: {}, certificate: "valid" };

const said = ["degraded", "unavailable", "progressing"] as const;

/** What a cluster has that a fault may name. */
export interface ClusterParts {
  operators: readonly string[];
  nodes: readonly string[];
}

/** Reads a change of a cluster's faults; a text says what is wrong with it. Names that a cluster had, and has no more, may stay. */
export function readFaults(
  before: ClusterFaults,
  change: Record<string, unknown>,
  there: ClusterParts,
): ClusterFaults | string {
  const [odd] = Object.keys(change).filter((name) => !Object.hasOwn(noFaults, name));
  if (odd !== undefined) return `A cluster's faults have no '${odd}'; they have ${Object.keys(noFaults).join(", ")}.`;
  const { api, silentNodes, operators, certificate } = { ...before, ...change } as Record<keyof ClusterFaults, unknown>;
  if (api !== "answers" && api !== "hangs" && api !== "refuses") return "'api' is answers, hangs or refuses";
  if (certificate !== "valid" && certificate !== "expired") return "'certificate' is valid or expired";
  if (!Array.isArray(silentNodes) || !silentNodes.every((one) => typeof one === "string"))
    return "'silentNodes' is a list of names";
  if (typeof operators !== "object" || operators === null || !Object.values(operators).every(isNews))
    return `'operators' is an object of {${said.join(", ")}}, each {reason, message}, by operator`;
  const strange =
    Object.keys(operators)
      .filter((name) => before.operators[name] === undefined)
      .map((name) => named("operators", unknownName(name, there.operators, "operator")))
      .find((problem) => problem !== undefined) ??
    silentNodes
      .filter((name) => !before.silentNodes.includes(name))
      .map((name) => named("silentNodes", unknownName(name, there.nodes, "node")))
      .find((problem) => problem !== undefined);
  if (strange !== undefined) return strange;
  return { api, silentNodes, certificate, operators: operators as ClusterFaults["operators"] };
}

const named = (where: string, problem: string | undefined): string | undefined => problem && `'${where}': ${problem}`;

const isNews = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(
    ([name, one]) =>
      (said as readonly string[]).includes(name) &&
      typeof (one as { reason?: unknown } | null)?.reason === "string" &&
      typeof (one as { message?: unknown }).message === "string",
  );
