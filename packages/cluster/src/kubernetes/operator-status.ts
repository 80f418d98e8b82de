import {
  conditionStatus,
  conditionsOf,
  isTransient,
  type KubernetesClient,
  KubernetesError,
  kinds,
} from "@aro/kubernetes";
import type { ConditionStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "./api-server.ts";

/** Of an operator's message. */
const longestMessage = 300;

/** How a cluster operator fares: undefined when all is well, else what is wanting, for people. */
export async function operatorWants(
  client: KubernetesClient,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const operator = await client.get(kinds.ClusterOperator, { name }, signal);
  if (operator === undefined) return `${name} has not reported yet`;
  const is = (type: string) => conditionStatus(operator, type);
  // Its own words say what is the matter, for people.
  const because = (type: string): string => {
    const { message = "" } = conditionsOf(operator).find((one) => one.type === type) ?? {};
    return message === "" ? "" : ` (${message.trim().slice(0, longestMessage)})`;
  };
  if (is("Available") !== "True") return `${name} is not available${because("Available")}`;
  if (is("Progressing") !== "False") return `${name} is progressing${because("Progressing")}`;
  // A condition that is not reported is no complaint (spec 03 §8.4 `apiServersReady`).
  if ((is("Degraded") ?? "False") !== "False") return `${name} is degraded${because("Degraded")}`;
  return undefined;
}

const suffix = "Send the request again. If it fails again, open an Azure support request.";

/** A wait for something inside the cluster. */
export interface ClusterWait {
  name: string;
  limit: ConditionStep<ClusterContext>["limit"];
  /** Said when the limit passes, before what was seen last. */
  sentence: string;
  /** Undefined when it holds, else what is wanting. */
  wants: (context: ClusterContext, client: KubernetesClient, signal: AbortSignal) => Promise<string | undefined>;
}

/** A condition that an API server which is away, restarting or overloaded does not end: it is looked at again. */
export const clusterCondition = ({ name, limit, sentence, wants }: ClusterWait): ConditionStep<ClusterContext> => {
  const seen = `last seen by ${name}`;
  return {
    name,
    kind: "condition",
    limit,
    timeoutMessage: ({ run }) => {
      const last = run.memory.get(seen) as string | undefined;
      return `${sentence}${last === undefined ? "" : ` Last seen: ${last}.`} ${suffix}`;
    },
    evaluate: async (context, signal) => {
      const wanting = await wants(context, clusterClient(context), signal).catch((error: unknown) => {
        if (isTransient(error) || isAuthorizing(error)) return error.message;
        throw error;
      });
      if (wanting === undefined) return true;
      if (context.run.memory.get(seen) !== wanting) context.run.log.info("waiting", { step: name, wanting });
      context.run.memory.set(seen, wanting);
      return false;
    },
  };
};

/** An API server that has just started refuses everybody until its roles are there, and knows no kind until its definitions are. */
const isAuthorizing = (error: unknown): error is KubernetesError =>
  error instanceof KubernetesError && [401, 403, 404].includes(error.status);
