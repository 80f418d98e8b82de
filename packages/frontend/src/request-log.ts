import { type Clock, inOnePiece } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { printable } from "./quoted.ts";
import { isAdministration } from "./stages/index.ts";

/** Longest text of the caller's in one field. */
const longestText = 1024;

/** What is written down of every request (spec 01 §5 "Log"). Headers and bodies appear nowhere (ARM-HDR-11). */
export interface RequestLog {
  /** For whoever looks for a request that hangs; an answer comes within the deadline anyway. */
  received(exchange: Exchange): void;
  /**
   * One line with the outcome. Unless the call needs no caller it is the audit record too: who did what, for those who must be able to tell
   * later (spec 02 §10.4). `log_kind` says so to whoever ships audit records apart.
   */
  answered(exchange: Exchange, answer: Answer): void;
}

/** Writes to `log`. */
export const requestLog = ({ clock, log }: { clock: Clock; log: Log }): RequestLog => ({
  received: ({ ids, request }) =>
    log.debug("request.received", {
      request_id: ids.requestId,
      request_method: printable(request.method),
      request_path: pathOf(request.target),
    }),
  answered: (exchange, answer) =>
    log.info("request.answered", {
      ...requestFields(exchange),
      ...answerFields(exchange, answer, clock.now()),
      ...(exchange.route?.caller === "anyone" ? {} : auditFields(exchange)),
    }),
});

/** The path's parts are read tolerantly: also from paths that are refused. */
function requestFields({ ids, request, segments }: Exchange) {
  const [subscriptions = "", subscription, groups = "", group, , , , name] = segments;
  const hasSubscription = subscriptions.toLowerCase() === "subscriptions";
  const hasGroup = hasSubscription && groups.toLowerCase() === "resourcegroups";
  return {
    request_id: ids.requestId,
    correlation_id: ids.correlationId,
    client_request_id: ids.clientRequestId,
    request_method: printable(request.method),
    request_path: pathOf(request.target),
    request_proto: request.peer.protocol,
    request_remote_addr: request.peer.address,
    request_user_agent: printable(request.headers["user-agent"] ?? "", longestText),
    subscription_id: hasSubscription ? lower(subscription) : undefined,
    resource_group: hasGroup ? lower(group) : undefined,
    resource_name: hasGroup ? lower(name) : undefined,
  };
}

const answerFields = (exchange: Exchange, { status, body = "" }: Answer, now: number) => ({
  route: exchange.route?.name ?? "none",
  response_status_code: status,
  duration: (now - exchange.arrived) / 1000,
  body_read_bytes: exchange.body?.byteLength ?? 0,
  body_written_bytes: body.length,
  result_type: status < 300 ? "Success" : status < 500 ? "UserError" : "InternalServerError",
});

/** The caller is known by the agent it names: for ARM's calls the principal is ARM's to know. */
const auditFields = (exchange: Exchange) => ({
  log_kind: "ifxaudit",
  category: "ResourceManagement",
  caller_type: "ApplicationID",
  admin: isAdministration(exchange),
  target_type: inOnePiece(printable(exchange.parameters.resourceType ?? exchange.segments.at(-2) ?? "")),
});

const lower = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : printable(value.toLowerCase());

const pathOf = (target: string): string => {
  const end = target.indexOf("?");
  return printable((end < 0 ? target : target.slice(0, end)).toLowerCase(), longestText);
};
