import { quantityText } from "../kinds/rows/cell.ts";
import { chargedTo } from "../quotas/charges.ts";
import { amountText, hardOf, usedOf } from "../quotas/quota.ts";
import { asController, type Controller, find, kindOf, splitKey, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = asController("resourcequota-controller");

/** Tells in each quota's status what is used of it. What it limits is followed from when there is a quota that limits it. */
export const quotasController: Controller = async (deps, signal) => {
  const { store, kinds, registry } = deps;
  const own = kindOf(kinds, "", "v1", "resourcequotas");
  const followed = new Map<string, () => void>();
  const follow = (resource: string): void => {
    if (followed.has(resource)) return;
    const stop = store.subscribe(resource, ({ key }) => {
      const { namespace = "" } = splitKey(key);
      for (const quota of store.list("/resourcequotas", { prefix: `${namespace}/` })) queue.add(quota.key);
    });
    followed.set(resource, stop);
  };
  const look = (key: string): void => {
    const { namespace = "", name } = splitKey(key);
    const quota = find(registry, own, namespace, name);
    if (quota === undefined) return;
    const hard = hardOf(quota);
    for (const one of Object.keys(hard)) {
      const resource = chargedTo(one);
      if (resource !== undefined) follow(resource);
    }
    const used = usedOf(store, quota);
    const status = {
      hard: Object.fromEntries(Object.entries(hard).map(([one, text]) => [one, quantityText(text)])),
      used: Object.fromEntries([...used].map(([one, amount]) => [one, amountText(one, amount)])),
    };
    if (JSON.stringify(quota["status"]) === JSON.stringify(status)) return;
    unless(["NotFound", "Conflict"], () =>
      registry.update({ kind: own, namespace, name, subresource: "status" }, { ...quota, status }, options),
    );
  };
  const queue = createWorkQueue(look, { ...deps, name: "quotas" });
  for (const { key } of store.list("/resourcequotas")) queue.add(key);
  const stop = store.subscribe("/resourcequotas", ({ key }) => queue.add(key));
  await queue.run(signal);
  stop();
  for (const one of followed.values()) one();
};
