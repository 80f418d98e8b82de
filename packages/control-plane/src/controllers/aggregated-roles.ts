import { selects } from "../admission/matching.ts";
import { rulesOf } from "../admission/role-escalation.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { asController, type Controller, find, kindOf } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const resource = "rbac.authorization.k8s.io/clusterroles";
const options = asController("clusterrole-aggregation-controller");

/** Cluster roles that are the sum of others, by their labels. */
export const aggregatedRolesController: Controller = async (deps, signal) => {
  const { store, kinds, registry } = deps;
  const kind = kindOf(kinds, "rbac.authorization.k8s.io", "v1", "clusterroles");
  const read = parsed;
  const selectorsOf = (role: KubeObject): object[] | undefined =>
    (role["aggregationRule"] as { clusterRoleSelectors?: object[] } | undefined)?.clusterRoleSelectors;
  const look = (name: string): void => {
    const role = find(registry, kind, undefined, name);
    const selectors = role === undefined ? undefined : selectorsOf(role);
    if (role === undefined || selectors === undefined) return;
    const rules: unknown[] = [];
    const known = new Set<string>();
    for (const { text } of store.list(resource)) {
      const other = read(text);
      const taken = other.metadata.name !== name && selectors.some((one) => selects(one, other.metadata.labels));
      for (const rule of taken ? rulesOf(other) : []) {
        const shown = JSON.stringify(rule);
        if (!known.has(shown)) rules.push(rule);
        known.add(shown);
      }
    }
    if (JSON.stringify(rules) !== JSON.stringify(rulesOf(role)))
      registry.update({ kind, name }, { ...role, rules: rules.length === 0 ? null : rules }, options);
  };
  const queue = createWorkQueue(look, { ...deps, name: "aggregated roles" });
  const all = (): void => {
    for (const { key, text } of store.list(resource)) if (selectorsOf(read(text)) !== undefined) queue.add(key);
  };
  all();
  const stop = store.subscribe(resource, all);
  await queue.run(signal);
  stop();
};
