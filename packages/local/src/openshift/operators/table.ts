import type { OperatorRow } from "./rows.ts";
import { controlPlaneOperators } from "./table-control-plane.ts";
import { platformOperators } from "./table-platform.ts";

/** Every operator of an OpenShift cluster on Azure with the capabilities that clusters of the service have (spec 03 §7.3). */
export const operatorsOf = (version: string): readonly OperatorRow[] => {
  const minor = Number(/^4\.(\d+)/.exec(version)?.[1] ?? 18);
  return [...controlPlaneOperators, ...platformOperators].filter(({ since = 0 }) => since <= minor);
};
