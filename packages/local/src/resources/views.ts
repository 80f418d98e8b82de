import type { Doc } from "../documents/document.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answer, answerEmpty } from "./answer.ts";
import { checkModel, readBody } from "./body.ts";
import type { Engine, ViewRow } from "./contract.ts";
import { actorOf } from "./items.ts";
import { answerList } from "./pages.ts";
import { apiVersionOf, checkTypeVersion, methodNotAllowed, readQuery } from "./query.ts";
import { checkGroup } from "./scope.ts";

function bodyOf(call: ArmCall, view: ViewRow): Doc {
  const { method, body } = call.request;
  if (method === "GET" || method === "DELETE") return {};
  const given = body.length === 0 ? {} : readBody(body);
  return view.body === undefined ? given : checkModel({ parser: "arm", ...view.body }, view.body.model, given, "");
}

/** A call to an address that is no resource. `views` are those of the address, one for each verb. */
export async function answerView(
  engine: Engine,
  call: ArmCall,
  views: readonly ViewRow[],
  id: ResourceId,
): Promise<WallResponse> {
  const { method } = call.request;
  const view = views.find((one) => one.verb === method);
  if (view === undefined)
    throw methodNotAllowed(
      method,
      views[0]?.type ?? "",
      views.map((one) => one.verb),
    );
  const query = readQuery(call, [...(view.paged ? ["$top", "$skiptoken"] : []), ...(view.query ?? [])]);
  const apiVersion = apiVersionOf(query);
  checkTypeVersion(apiVersion, view.type, view.apiVersions, "");
  checkGroup(engine, id, false);
  const asked = { engine, id, apiVersion, body: bodyOf(call, view), query, actor: actorOf(call) };
  const value = await (method === "GET"
    ? view.answer(asked)
    : engine.durable.transaction(() => ({ value: view.answer(asked) })).value);
  if (method !== "GET") engine.wake();
  if (view.paged) return answerList(engine, call, value);
  return value === undefined ? answerEmpty(call, 200) : answer(call, 200, value);
}
