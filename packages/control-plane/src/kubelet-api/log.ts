import type { Clock } from "@aro/runtime";
import type { Registry } from "../registry/registry.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { isTrue } from "../requests/target.ts";
import { ApiStatus, type Cause } from "../status/status.ts";
import type { LogOptions } from "./node-agent.ts";
import { askedContainer, askedPod, type Nodes } from "./pods.ts";

/** `pods/NAME/log`: the log of a container, to its end or as it grows. */
export const logCalls =
  (registry: Registry, nodes: Nodes, clock: Clock): SubresourceCall =>
  (request, target) => {
    if (target.kind.plural !== "pods" || target.subresource !== "log" || target.verb !== "get") return undefined;
    return (async () => {
      const query = request.url.searchParams;
      const options = logOptions(query, target.name, clock);
      const asked = askedPod(registry, target);
      const container = askedContainer(asked, query.get("container"));
      if (asked.node === undefined) return { status: 204, headers: {}, body: "" };
      const { agent, host } = nodes.reach(asked.node);
      if (agent === undefined)
        throw new ApiStatus(
          "Unknown",
          `Get "https://${host}/containerLogs/${container.namespace}/${container.name}/${container.container}${asSent(query)}": dial tcp ${host}: connect: connection refused`,
        );
      return {
        status: 200,
        headers: { "content-type": "text/plain", "cache-control": "no-cache, private" },
        body: await agent.logs(container, options, request.signal),
      };
    })();
  };

const passedOn = ["follow", "limitBytes", "previous", "sinceSeconds", "sinceTime", "tailLines", "timestamps"];
const flags = new Set(["follow", "previous", "timestamps"]);

/** The query as the API server sends it on to a kubelet. */
function asSent(query: URLSearchParams): string {
  const sent = new URLSearchParams();
  for (const name of passedOn) {
    const value = query.get(name);
    if (value === null || value === "") continue;
    if (!flags.has(name)) sent.set(name, value);
    else if (isTrue(value)) sent.set(name, "true");
  }
  return sent.size === 0 ? "" : `?${sent}`;
}

/** @throws ApiStatus BadRequest for what cannot be read, Invalid for what may not be. */
function logOptions(query: URLSearchParams, name: string, clock: Clock): LogOptions {
  const number = (member: string): number | undefined => {
    const text = query.get(member);
    if (text === null || text === "") return undefined;
    if (!/^[+-]?\d+$/.test(text))
      throw new ApiStatus("BadRequest", `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  };
  const tailLines = number("tailLines");
  const limitBytes = number("limitBytes");
  const sinceSeconds = number("sinceSeconds");
  const sinceTime = readTime(query.get("sinceTime"));
  const causes: Cause[] = [];
  const add = (field: string, value: number, rule: string) =>
    causes.push({ reason: "FieldValueInvalid", message: `Invalid value: ${value}: ${rule}`, field });
  const forbid = (field: string, why: string) =>
    causes.push({ reason: "FieldValueForbidden", message: `Forbidden: ${why}`, field });
  if (tailLines !== undefined && tailLines < 0) add("tailLines", tailLines, "must be greater than or equal to 0");
  if (limitBytes !== undefined && limitBytes < 1) add("limitBytes", limitBytes, "must be greater than 0");
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    forbid("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified");
  else if (sinceSeconds !== undefined && sinceSeconds < 1) add("sinceSeconds", sinceSeconds, "must be greater than 0");
  if (query.get("stream")) forbid("stream", "may not be specified");
  if (causes.length > 0) throw invalidOptions(name, causes);
  const since = sinceTime ?? (sinceSeconds === undefined ? undefined : clock.now() - sinceSeconds * 1000);
  return {
    follow: isTrue(query.get("follow")),
    previous: isTrue(query.get("previous")),
    timestamps: isTrue(query.get("timestamps")),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(since === undefined ? {} : { since }),
  };
}

function invalidOptions(name: string, causes: readonly Cause[]): ApiStatus {
  const told = causes.map(({ field, message }) => `${field}: ${message}`);
  return new ApiStatus(
    "Invalid",
    `PodLogOptions ${JSON.stringify(name)} is invalid: ${told.length === 1 ? told[0] : `[${told.join(", ")}]`}`,
    { name, kind: "PodLogOptions", causes },
  );
}

const layout = "2006-01-02T15:04:05Z07:00";

function readTime(text: string | null): number | undefined {
  if (text === null || text === "") return undefined;
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const time = Date.parse(text);
  if (isTime && !Number.isNaN(time)) return time;
  const quoted = JSON.stringify(text);
  throw new ApiStatus(
    "BadRequest",
    `parsing time ${quoted} as ${JSON.stringify(layout)}: cannot parse ${quoted} as "2006"`,
  );
}
