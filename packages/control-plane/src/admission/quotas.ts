import { quantityText } from "../kinds/rows/cell.ts";
import { parsed } from "../objects/parsed.ts";
import { chargesOf, unsaid } from "../quotas/charges.ts";
import { amountText, counts, hardOf, limitOf, usedOf } from "../quotas/quota.ts";
import { forbidden } from "../registry/failures.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";

/** Refuses what goes beyond a quota of its namespace. What is there is counted anew each time: the store is in memory. */
export const quotas =
  (store: Store): Admission =>
  ({ operation, kind, object, before, subresource }) => {
    const { namespace = "", name } = object.metadata;
    if (operation === "DELETE" || subresource !== undefined || !kind.namespaced) return;
    if (store.count("/resourcequotas", `${namespace}/`) === 0) return;
    const { group, plural } = kind;
    const asked = chargesOf(group, plural, object);
    const had = before === undefined ? undefined : chargesOf(group, plural, before);
    for (const { text } of store.list("/resourcequotas", { prefix: `${namespace}/` })) {
      const quota = parsed(text);
      if (!counts(quota, plural, object)) continue;
      const title = quota.metadata.name;
      const limited = Object.keys(hardOf(quota)).sort();
      if (operation === "CREATE" && group === "" && plural === "pods") {
        const silent = unsaid(object, limited);
        if (silent.length > 0) throw forbidden(kind, name, `failed quota: ${title}: must specify ${silent.join("; ")}`);
      }
      const wanted = limited
        .map((one) => ({ one, more: (asked.get(one) ?? 0n) - (had?.get(one) ?? 0n) }))
        .filter(({ more }) => more > 0n);
      if (wanted.length === 0) continue;
      const used = usedOf(store, quota);
      const over = wanted.filter(({ one, more }) => (used.get(one) ?? 0n) + more > (limitOf(quota, one) ?? 0n));
      if (over.length === 0) continue;
      const told = (of: (one: string, more: bigint) => string) =>
        over.map(({ one, more }) => `${one}=${of(one, more)}`).join(",");
      throw forbidden(
        kind,
        name,
        `exceeded quota: ${title}, requested: ${told(amountText)}, used: ${told((one) => amountText(one, used.get(one) ?? 0n))}, limited: ${told((one) => quantityText(hardOf(quota)[one]))}`,
      );
    }
  };
