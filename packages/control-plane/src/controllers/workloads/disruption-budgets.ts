import { selectorText } from "../../kinds/selector-text.ts";
import { parsed } from "../../objects/parsed.ts";
import { labelSelector } from "../../registry/label-selector.ts";
import { condition, isActive, isReady, share, specOf, statusOf } from "./pods.ts";
import { workloadController } from "./workload.ts";

interface Spec {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  selector?: object;
}

/** Tells how many pods of a budget may go. */
export const disruptionBudgetsController = workloadController(
  { group: "policy", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget" },
  "/pods",
  (context, budget) => {
    const { minAvailable, maxUnavailable, selector } = specOf<Spec>(budget);
    const text = selectorText(selector);
    const fits = text === "<none>" ? () => selector !== undefined : labelSelector(text);
    const pods = [...context.store.list("/pods", { prefix: `${budget.metadata.namespace}/` })]
      .map((entry) => parsed(entry.text))
      .filter((pod) => isActive(pod) && fits?.(pod.metadata.labels) === true);
    const expected = pods.length;
    const desired =
      maxUnavailable === undefined
        ? share(minAvailable ?? 0, expected, true)
        : Math.max(0, expected - share(maxUnavailable, expected, true));
    const healthy = pods.filter(isReady).length;
    const allowed = Math.max(0, Math.min(healthy - desired, expected));
    const held = statusOf<{ conditions?: { type: string; status: string }[] }>(budget).conditions;
    context.report(budget, {
      observedGeneration: budget.metadata.generation,
      disruptionsAllowed: allowed,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: expected,
      conditions: [
        {
          ...condition(held, context.now(), {
            type: "DisruptionAllowed",
            status: allowed > 0 ? "True" : "False",
            reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
            message: "",
          }),
          observedGeneration: budget.metadata.generation,
        },
      ],
    });
  },
  ["/pods"],
);
