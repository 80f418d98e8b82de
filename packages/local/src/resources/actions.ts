import type { Doc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answer, answerEmpty } from "./answer.ts";
import { checkModel, readBody } from "./body.ts";
import { refuseIfBusy } from "./busy.ts";
import type { Act, ActionRow } from "./contract.ts";
import { etagOf } from "./etags.ts";
import { absent, actorOf, type ItemCall } from "./items.ts";
import { refuseIfLocked } from "./locks.ts";
import { manners } from "./manners.ts";
import { answerList } from "./pages.ts";
import { begin } from "./put.ts";
import { methodNotAllowed } from "./query.ts";
import { checkGroup } from "./scope.ts";
import { mannerHeaders } from "./status.ts";

function bodyOf({ call, type, apiVersion }: ItemCall, action: ActionRow): Doc {
  const { body } = call.request;
  if (action.model !== undefined)
    return checkModel(type, action.model, body.length === 0 ? {} : readBody(body), apiVersion);
  const given = body.length === 0 ? {} : readBody(body);
  const [first] = Object.keys(given);
  if (first !== undefined)
    throw new Refusal(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: 'Could not find member '${first}': ${action.name} of ${type.type} takes no body'.`,
    );
  return {};
}

/** A call of an action. `item.id` is that of the resource. */
export async function answerAction(item: ItemCall, action: ActionRow): Promise<WallResponse> {
  const { engine, call, type, id, apiVersion, query } = item;
  if (call.request.method !== action.verb)
    throw methodNotAllowed(call.request.method, `${id.type}/${action.name}`, [action.verb]);
  const body = bodyOf(item, action);
  const done = engine.durable.transaction(() => {
    checkGroup(engine, id, action.verb === "POST");
    const row = engine.rows.get(id.key);
    if (row === undefined || row.type !== type.type.toLowerCase()) throw absent(id, type);
    if (action.verb === "POST") refuseIfLocked(engine, id.key, "write", id.id);
    const now = engine.clock.now();
    const act: Act = { engine, type, row, apiVersion, body, query, actor: actorOf(call), now, notes: {} };
    if (action.takes === undefined) return { value: action.run(act) };
    refuseIfBusy(engine, type, row);
    void action.run(act);
    const current = engine.rows.get(id.key) ?? row;
    const operation = begin(engine, {
      kind: "action",
      row: current,
      label: action.label ?? `${action.name}${type.label}Operation`,
      actor: act.actor,
      type,
      action: {
        takes: action.takes,
        notes: { action: action.name, apiVersion, body, query: Object.fromEntries(query), told: act.notes },
      },
    });
    if (action.state !== undefined) engine.rows.setState(row.key, action.state, etagOf(engine, type));
    return { operation };
  });
  engine.wake();
  if (done.operation === undefined) {
    const value = await done.value;
    if (action.paged) return answerList(engine, call, value);
    return value === undefined ? answerEmpty(call, 200) : answer(call, 200, value);
  }
  const { links } = manners[type.manner].delete ?? { links: ["status", "result"] as const };
  return answerEmpty(call, 202, mannerHeaders(engine, call, done.operation, { type, apiVersion, links }));
}

/** The resource's own id, where `id` is that of an action on it: `…/virtualMachines/vm/start`. */
export const targetOf = (id: string): ReturnType<typeof parseId> => parseId(id.slice(0, id.lastIndexOf("/")));
