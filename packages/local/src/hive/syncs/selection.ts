import type { KubeObject } from "@aro/control-plane";
import { type LabelSelector, syncSpec } from "./shapes.ts";

/** The sets of a deployment's own namespace that name it. */
export const setsNaming = (sets: readonly KubeObject[], { metadata }: KubeObject): KubeObject[] =>
  sets.filter((one) => (syncSpec(one).clusterDeploymentRefs ?? []).some(({ name }) => name === metadata.name));

/** The sets that a deployment's labels are meant by. One without a selector means none, as Kubernetes reads it. */
export const setsSelecting = (sets: readonly KubeObject[], { metadata }: KubeObject): KubeObject[] =>
  sets.filter((one) => {
    const selector = syncSpec(one).clusterDeploymentSelector;
    return selector !== undefined && selects(selector, metadata.labels ?? {});
  });

/** Whether labels are meant by a selector. */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const label = labels[key];
      switch (operator) {
        case "In":
          return label !== undefined && values.includes(label);
        case "NotIn":
          return label === undefined || !values.includes(label);
        case "Exists":
          return label !== undefined;
        case "DoesNotExist":
          return label === undefined;
        default:
          return false;
      }
    })
  );
}
