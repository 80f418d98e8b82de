import type { ArmCall } from "../arm-call.ts";
import type { ViewRow } from "../types/type-row.ts";
import type { WallResponse } from "../wall.ts";
import { answer } from "./answer.ts";
import { readBody } from "./body.ts";
import { isDoc } from "./document.ts";
import type { Engine } from "./engine.ts";
import { actorOf } from "./items.ts";
import { answerPage } from "./pages.ts";
import { apiVersionOf, checkTypeVersion, methodNotAllowed, readQuery } from "./query.ts";
import type { ResourceId } from "./route.ts";
import { checkGroup } from "./scope.ts";

/** Sorts as the number does. */
const numbered = (index: number): string => String(index).padStart(9, "0");

/** A call to an address that is no resource. */
export async function answerView(engine: Engine, call: ArmCall, view: ViewRow, id: ResourceId): Promise<WallResponse> {
  if (call.request.method !== view.verb) throw methodNotAllowed(call.request.method, view.type, [view.verb]);
  const query = readQuery(call, [...(view.paged ? ["$top", "$skiptoken"] : []), ...(view.query ?? [])]);
  const apiVersion = apiVersionOf(query);
  checkTypeVersion(apiVersion, view.type, view.apiVersions, "");
  checkGroup(engine, id, false);
  const body = view.verb === "POST" ? readBody(call.request.body) : {};
  const value = await view.answer({ engine, id, apiVersion, body, query, actor: actorOf(call) });
  if (!view.paged) return answer(call, 200, value);
  const all = (Array.isArray(value) ? value : []).map((one, index) => ({
    key: numbered(index),
    body: isDoc(one) ? one : { value: one },
  }));
  return answerPage(
    engine,
    call,
    (after, count) => {
      const from = after === "" ? 0 : Number(after) + 1;
      return all.slice(from, from + count);
    },
    (one) => one.body,
  );
}
