import type { Traits } from "./traits.ts";

const group = "rbac.authorization.k8s.io";

/** Names of roles may have any sign that a path may have. */
export const access: Readonly<Record<string, Traits>> = Object.fromEntries(
  ["roles", "clusterroles", "rolebindings", "clusterrolebindings"].map((plural) => [
    `${group}/${plural}`,
    { names: "segment" },
  ]),
);
