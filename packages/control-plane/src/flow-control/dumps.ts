import type { PathCall } from "../requests/handle.ts";
import type { Flows } from "./flows.ts";

const folder = "/debug/api_priority_and_fairness/";

/** Rows under their header, a comma behind each cell but the last, in columns. */
function table(header: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const all = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length + 2)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : `${cell},`.padEnd(widths[column] ?? 0))).join("");
  return `${all.map(line).join("\n")}\n`;
}

const dumps: Readonly<Record<string, (flows: Flows) => string>> = {
  dump_priority_levels: (flows) =>
    table(
      [
        "PriorityLevelName",
        "ActiveQueues",
        "IsIdle",
        "IsQuiescing",
        "WaitingRequests",
        "ExecutingRequests",
        "DispatchedRequests",
        "RejectedRequests",
        "TimedoutRequests",
        "CancelledRequests",
      ],
      flows
        .levels()
        .map(({ name, counts }) => [
          name,
          0,
          counts.executing === 0,
          false,
          0,
          counts.executing,
          counts.dispatched,
          0,
          0,
          0,
        ]),
    ),
  dump_queues: (flows) =>
    table(
      [
        "PriorityLevelName",
        "Index",
        "PendingRequests",
        "ExecutingRequests",
        "SeatsInUse",
        "NextDispatchR",
        "InitialSeatsSum",
        "MaxSeatsSum",
        "TotalWorkSum",
      ],
      flows
        .levels()
        .flatMap(({ name, queues }) =>
          Array.from({ length: queues }, (_, index) => [name, index, 0, 0, 0, "0.00000000ss", 0, 0, "0.00000000ss"]),
        ),
    ),
  dump_requests: (flows) =>
    table(
      [
        "PriorityLevelName",
        "FlowSchemaName",
        "QueueIndex",
        "RequestIndexInQueue",
        "FlowDistingsher",
        "ArriveTime",
        "InitialSeats",
        "FinalSeats",
        "AdditionalLatency",
        "StartTime",
      ],
      [...flows.running()].map(({ level, schema, distinguisher, arrived }) => {
        const began = new Date(arrived).toISOString();
        return [level, schema, -1, -1, distinguisher, began, 1, 0, "0s", began];
      }),
    ),
};

/** What the server tells of its flows to who looks into it: levels, queues and requests as text. */
export const flowDumps =
  (flows: Flows): PathCall =>
  ({ method, url }) => {
    if (method !== "GET" || !url.pathname.startsWith(folder)) return undefined;
    const dump = dumps[url.pathname.slice(folder.length)];
    if (dump === undefined) return undefined;
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: dump(flows) };
  };
