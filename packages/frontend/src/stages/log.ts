import type { Answer, Exchange } from "../exchange.ts";
import { logFields } from "../headers/request-ids.ts";
import { printable } from "../quoted.ts";
import { isAdministration } from "./authenticate.ts";
import type { Stage, StageDeps } from "./stage.ts";

/** Longest text of the caller's in one field. */
const longestText = 1024;

/** One line when a request arrives, one when it is answered, and an audit record (spec 01 §5 "Log"). Headers and bodies appear in none (ARM-HDR-11). */
export const log: Stage = async (exchange, rest, deps) => {
  const began = deps.clock.monotonic();
  const fields = requestFields(exchange);
  deps.log.info("request.received", fields);
  const answer = await rest();
  deps.log.info("request.answered", { ...fields, ...answerFields(exchange, answer, deps.clock.monotonic() - began) });
  if (exchange.route?.caller !== "anyone") audit(exchange, answer, deps);
  return answer;
};

function requestFields({ ids, request, segments }: Exchange): Record<string, string> {
  const [subscriptions = "", subscription, groups = "", group, , , , name] = segments;
  const hasSubscription = /^subscriptions$/i.test(subscriptions) && subscription !== undefined;
  const hasGroup = hasSubscription && /^resourcegroups$/i.test(groups) && group !== undefined;
  const path = pathOf(request.target);
  return {
    ...logFields(ids),
    request_method: printable(request.method),
    request_path: path,
    request_proto: request.peer.protocol,
    request_remote_addr: request.peer.address,
    request_user_agent: printable(request.headers["user-agent"] ?? "", longestText),
    ...(hasSubscription ? { subscription_id: printable(subscription.toLowerCase()) } : {}),
    ...(hasGroup ? { resource_group: printable(group.toLowerCase()) } : {}),
    ...(hasGroup && name !== undefined ? { resource_name: printable(name.toLowerCase()), resource_id: path } : {}),
  };
}

function answerFields(exchange: Exchange, { status, body = "" }: Answer, milliseconds: number) {
  return {
    route: exchange.route?.name ?? "none",
    response_status_code: status,
    duration: milliseconds / 1000,
    body_read_bytes: exchange.body?.byteLength ?? 0,
    body_written_bytes: body.length,
    result_type: status < 300 ? "Success" : status < 500 ? "UserError" : "InternalServerError",
  };
}

/** Who did what, for those who must be able to tell later (spec 02 §10.4). */
function audit(exchange: Exchange, { status }: Answer, { log: sink }: StageDeps): void {
  const { request, ids, segments } = exchange;
  sink.info("audit", {
    category: "ResourceManagement",
    operation: `${printable(request.method)} ${pathOf(request.target)}`,
    caller: {
      type: "ApplicationID",
      value: printable(request.headers["user-agent"] ?? "", longestText),
      address: request.peer.address,
    },
    admin: isAdministration(exchange),
    target_type:
      exchange.parameters.resourceType === undefined
        ? printable(segments.at(-2) ?? "")
        : exchange.parameters.resourceType,
    result: status >= 400 ? "Fail" : "Success",
    response_status_code: status,
    request_id: ids.requestId,
    ...(ids.correlationId === undefined ? {} : { correlation_id: ids.correlationId }),
  });
}

const pathOf = (target: string): string => printable((target.split("?", 1)[0] ?? "").toLowerCase(), longestText);
