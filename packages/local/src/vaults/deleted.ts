import type { Doc } from "../documents/document.ts";
import { empty, json } from "../wall/answers.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "./call.ts";
import { purgeObject, recoverObject, seenDeletion } from "./lives.ts";
import { deletedBundle } from "./object-names.ts";
import type { ObjectVersion } from "./objects.ts";
import { listAnswer, listQuery } from "./pages.ts";
import { notDeleted } from "./refusal.ts";
import type { VaultKind } from "./vault.ts";

/** How one kind of object is shown once it is deleted, and what goes with it. */
export interface DeletedKind {
  kind: VaultKind;
  /** Data action of reading it. */
  reads: string;
  /** As `GET /deleted…/{name}` shows it. */
  bundle(call: VaultCall, one: ObjectVersion, deps: VaultDeps): Doc;
  /** As lists show it. */
  item(call: VaultCall, one: ObjectVersion): Doc;
  /** As it is shown when it is recovered. */
  recovered(call: VaultCall, one: ObjectVersion, deps: VaultDeps): Doc;
  /** Kinds that go with it under the same name: a certificate's key and secret. */
  with: readonly VaultKind[];
}

/** What a vault does with deleted objects of one kind: the same for each. */
export function deletedOperations(of: DeletedKind): VaultOperation[] {
  const { kind } = of;
  const found = ({ vault, parameters, now }: VaultCall, { objects }: VaultDeps) => {
    const name = parameters["name"] ?? "";
    const deletion = seenDeletion(vault, kind, name, now, objects);
    const one = objects.latest({ instance: vault.instance, kind }, name);
    if (one === undefined) throw notDeleted(kind, name);
    return { one, deletion };
  };
  const each = (act: (kind: VaultKind) => void) => {
    for (const one of [kind, ...of.with]) act(one);
  };
  return [
    {
      method: "GET",
      path: `/deleted${kind}`,
      kind,
      permissions: ["list"],
      action: of.reads,
      query: listQuery,
      run: (call, { objects }) => {
        const place = { instance: call.vault.instance, kind };
        const seen = (one: ObjectVersion) => {
          const deletion = objects.deletion(place, one.name);
          return deletion !== undefined && deletion.doneAt <= call.now && deletion.recoveredAt === undefined
            ? [{ one, deletion }]
            : [];
        };
        return listAnswer(
          call,
          (after, limit) => objects.newest(place, after, 100_000, true).flatMap(seen).slice(0, limit),
          ({ one }) => one.name,
          ({ one, deletion }) => deletedBundle(call, kind, of.item(call, one), one.name, deletion),
        );
      },
    },
    {
      method: "GET",
      path: `/deleted${kind}/{name}`,
      kind,
      permissions: ["get"],
      action: of.reads,
      run: (call, deps) => {
        const { one, deletion } = found(call, deps);
        return json(200, deletedBundle(call, kind, of.bundle(call, one, deps), one.name, deletion));
      },
    },
    {
      method: "POST",
      path: `/deleted${kind}/{name}/recover`,
      kind,
      permissions: ["recover"],
      action: `${kind}/recover/action`,
      run: (call, deps) => {
        const { one } = found(call, deps);
        deps.objects.transaction(() => each((part) => recoverObject(call.vault, part, one.name, call.now, deps)));
        return json(200, of.recovered(call, one, deps));
      },
    },
    {
      method: "DELETE",
      path: `/deleted${kind}/{name}`,
      kind,
      permissions: ["purge"],
      action: `${kind}/purge/action`,
      run: (call, deps) => {
        const { one } = found(call, deps);
        deps.objects.transaction(() => each((part) => purgeObject(call.vault, part, one.name, call.now, deps.objects)));
        return empty(204);
      },
    },
  ];
}
