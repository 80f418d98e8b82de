import { faultNames, noSuch, unknownName, unknownPattern } from "./fault-names.ts";

/** Who makes a call: a client of the cloud, our resource provider, or the cloud itself when it calls the provider. */
const actors = ["client", "rp", "emulator"] as const;
export type Actor = (typeof actors)[number];

/** What a fault waits for; every member that is given must hold. */
export interface FaultMatch {
  method?: string;
  /** Whole path without query, ignoring case: `*` stands for a part of one segment, `**` for anything. */
  path?: string;
  /** Resource type, ignoring case: `Microsoft.Network/virtualNetworks`. */
  type?: string;
  /** Absent: whoever calls the cloud; the cloud's own calls to the provider are meant only when `emulator` is named. */
  actor?: Actor;
  /** A step during which the call is made: one that a backend has reported as started, and not yet as finished. */
  step?: string;
  /** A step boundary, `STEP:started` or `STEP:finished`, instead of a call; STEP may be `*`. */
  boundary?: string;
  /** Which process reports the boundary. */
  process?: string;
  /** Which cluster the boundary is of, by its id, ignoring case. */
  clusterId?: string;
}

/**
 * What a fault does.
 * `status` answers instead; `delay` waits, then goes on; `reset` cuts the connection instead; `lose` lets the call happen, then cuts
 * the connection without an answer; `failAnswer` lets it happen, then answers with a failure; `stale` answers a GET as it was before
 * the last write; `throttle` answers 429; `kill` ends a process of the service with SIGKILL before or after the call, or several
 * in the order they are named, comma between them: the emulator itself last. `operator` and `installer` are those that the
 * emulator runs behind their images.
 */
export type FaultDeed =
  | {
      kind: "status" | "failAnswer";
      status: number;
      code?: string;
      message?: string;
      body?: unknown;
      headers?: Record<string, string>;
    }
  | { kind: "delay"; milliseconds: number }
  | { kind: "reset" | "lose" | "stale" }
  | { kind: "throttle"; retryAfterSeconds?: number }
  | { kind: "kill"; process: string; when?: "before" | "after" };

/** A fault as it is armed. */
export interface FaultOrder {
  match: FaultMatch;
  do: FaultDeed;
  /** How many matching calls go by first; none when absent. */
  skip?: number;
  /** How often it strikes; once when absent, `"always"` until it is cleared. */
  count?: number | "always";
}

/** A fault that is armed: what it is, how many calls matched, how often it struck. */
export interface ArmedFault extends FaultOrder {
  id: string;
  seen: number;
  struck: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const wholeNumber = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const text = (value: unknown): boolean => typeof value === "string" && value !== "";

const matchMembers: Readonly<Record<keyof FaultMatch, (value: unknown) => boolean>> = {
  method: text,
  path: text,
  type: text,
  actor: (value) => (actors as readonly unknown[]).includes(value),
  step: text,
  boundary: (value) => typeof value === "string" && /^.+:(started|finished)$/.test(value),
  process: text,
  clusterId: text,
};

const answerMembers = {
  status: (value: unknown) => wholeNumber(value) && (value as number) >= 200 && (value as number) <= 599,
  code: text,
  message: text,
  body: () => true,
  headers: (value: unknown) => isRecord(value) && Object.values(value).every((one) => typeof one === "string"),
};

/** Members of each deed; those in `needed` must be there. */
const deedMembers: Readonly<
  Record<
    FaultDeed["kind"],
    { needed: readonly string[]; members: Readonly<Record<string, (value: unknown) => boolean>> }
  >
> = {
  status: { needed: ["status"], members: answerMembers },
  failAnswer: { needed: ["status"], members: answerMembers },
  delay: { needed: ["milliseconds"], members: { milliseconds: wholeNumber } },
  reset: { needed: [], members: {} },
  lose: { needed: [], members: {} },
  stale: { needed: [], members: {} },
  throttle: { needed: [], members: { retryAfterSeconds: wholeNumber } },
  kill: { needed: ["process"], members: { process: text, when: (value) => value === "before" || value === "after" } },
};

/** Reads an order; a text says what is wrong with it. `typeProblem`: what is wrong with a resource type, by who knows them. */
export function readFault(
  value: unknown,
  typeProblem: (type: string) => string | undefined = () => undefined,
): FaultOrder | string {
  if (!isRecord(value)) return "a fault is an object with 'match' and 'do'";
  const { match = {}, do: deed, skip, count, ...unknown } = value;
  const [odd] = Object.keys(unknown);
  if (odd !== undefined) return `a fault has no member '${odd}'`;
  if (!isRecord(match)) return "'match' is an object";
  if (!isRecord(deed)) return "'do' is an object that says what happens";
  const kind = deed["kind"];
  const rule = typeof kind === "string" && kind in deedMembers ? deedMembers[kind as FaultDeed["kind"]] : undefined;
  if (rule === undefined) return `'do.kind' is one of ${Object.keys(deedMembers).join(", ")}`;
  if (skip !== undefined && !wholeNumber(skip)) return "'skip' is a whole number";
  if (count !== undefined && count !== "always" && !(wholeNumber(count) && count !== 0))
    return "'count' is a whole number above 0, or \"always\"";
  for (const member of rule.needed) if (deed[member] === undefined) return `'do.${member}' is missing`;
  const problem = firstBad("match", match, matchMembers) ?? firstBad("do", deed, { kind: () => true, ...rule.members });
  if (problem !== undefined) return problem;
  if (match["boundary"] !== undefined && kind !== "kill" && kind !== "delay")
    return "at a boundary a fault can only 'kill' or 'delay'";
  const order = value as unknown as FaultOrder;
  return strangeName(order, typeProblem) ?? order;
}

/** What is wrong with the first name of an order that nothing is called by. */
function strangeName(
  { match = {}, do: deed }: Partial<Pick<FaultOrder, "match">> & Pick<FaultOrder, "do">,
  typeProblem: (type: string) => string | undefined,
): string | undefined {
  const { step, boundary, process, method, type, path, clusterId } = match;
  const { steps, reporters, processes, methods } = faultNames;
  const problems: readonly (readonly [string, string | undefined])[] = [
    ["match.step", step && unknownName(step, steps, "step")],
    ["match.boundary", boundary && unknownPattern(boundary.slice(0, boundary.lastIndexOf(":")), steps, "step")],
    ["match.process", process && unknownName(process, reporters, "process that reports boundaries")],
    ["match.method", method && unknownName(method, methods, "method")],
    ["match.type", type && typeProblem(type)],
    ["match.path", path === undefined || /^[/*]/.test(path) ? undefined : `"${path}" begins with neither / nor *`],
    [
      "match.clusterId",
      clusterId === undefined || clusterId.startsWith("/") ? undefined : `"${clusterId}" is no resource id`,
    ],
    ...(deed.kind === "kill" ? deed.process.split(",") : []).map(
      (name) =>
        [
          "do.process",
          (processes as readonly string[]).includes(name) ? undefined : noSuch(name, processes, "process"),
        ] as const,
    ),
  ];
  const [where, problem] = problems.find(([, problem]) => problem) ?? [];
  return problem === undefined ? undefined : `'${where}': ${problem}`;
}

/** How members look that are more than a text; for messages. */
const forms: Readonly<Record<string, string>> = {
  actor: actors.join(", "),
  boundary: "STEP:started or STEP:finished",
  status: "a status from 200 to 599",
  milliseconds: "a whole number",
  retryAfterSeconds: "a whole number",
  when: "before or after",
};

function firstBad(
  where: string,
  value: Record<string, unknown>,
  members: Readonly<Record<string, (value: unknown) => boolean>>,
): string | undefined {
  for (const [name, one] of Object.entries(value)) {
    const check = members[name];
    if (check === undefined) return `'${where}' has no member '${name}'; it knows ${Object.keys(members).join(", ")}`;
    const wanted = forms[name];
    if (!check(one))
      return `'${where}.${name}' cannot be ${JSON.stringify(one)}${wanted === undefined ? "" : `; it is ${wanted}`}`;
  }
  return undefined;
}
