import { Problem } from "@aro/cli";

/** What `local fault add` may be told, as commander hands it over. */
export interface FaultFlags {
  // Which calls.
  method?: string;
  path?: string;
  type?: string;
  actor?: string;
  step?: string;
  boundary?: string;
  process?: string;
  clusterId?: string;
  skip?: string;
  count?: string;
  // What happens.
  status?: string;
  failAnswer?: string;
  code?: string;
  message?: string;
  delay?: string;
  throttle?: string | true;
  reset?: true;
  lose?: true;
  stale?: true;
  kill?: string;
  when?: string;
}

const number = (flag: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw Problem.usage(`${flag}: "${text}" is not a whole number`);
  return Number(text);
};

/** What each flag makes happen; exactly one is given. */
const deeds = {
  status: (flags) => ({ kind: "status", status: number("--status", flags.status ?? ""), ...answer(flags) }),
  failAnswer: (flags) => ({
    kind: "failAnswer",
    status: number("--fail-answer", flags.failAnswer ?? ""),
    ...answer(flags),
  }),
  delay: (flags) => ({ kind: "delay", milliseconds: number("--delay", flags.delay ?? "") }),
  throttle: (flags) => ({
    kind: "throttle",
    ...(typeof flags.throttle === "string" ? { retryAfterSeconds: number("--throttle", flags.throttle) } : {}),
  }),
  reset: () => ({ kind: "reset" }),
  lose: () => ({ kind: "lose" }),
  stale: () => ({ kind: "stale" }),
  kill: (flags) => ({ kind: "kill", process: flags.kill, ...(flags.when === undefined ? {} : { when: flags.when }) }),
} satisfies Partial<Record<keyof FaultFlags, (flags: FaultFlags) => object>>;

const answer = ({ code, message }: FaultFlags) => ({
  ...(code === undefined ? {} : { code }),
  ...(message === undefined ? {} : { message }),
});

const matchFlags = ["method", "path", "type", "actor", "step", "boundary", "process", "clusterId"] as const;

/** The order that the emulator is given: which calls, and what happens to them. @throws Problem when it is not exactly one thing. */
export function faultOrder(flags: FaultFlags): object {
  const given = (Object.keys(deeds) as (keyof typeof deeds)[]).filter((name) => flags[name] !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1)
    throw Problem.usage(
      "say one thing that happens: --status, --fail-answer, --delay, --throttle, --reset, --lose, --stale or --kill",
    );
  const match = Object.fromEntries(
    matchFlags.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  );
  return {
    match,
    do: deeds[only](flags),
    ...(flags.skip === undefined ? {} : { skip: number("--skip", flags.skip) }),
    ...(flags.count === undefined
      ? {}
      : { count: flags.count === "always" ? "always" : number("--count", flags.count) }),
  };
}

/** An armed fault as the emulator lists it. */
export interface ArmedFault {
  id: string;
  match: Readonly<Record<string, string>>;
  do: { kind: string } & Readonly<Record<string, unknown>>;
  skip?: number;
  count?: number | "always";
  seen: number;
  struck: number;
}

/** One armed fault on one line. */
export const faultText = (fault: ArmedFault): string => {
  const { kind, status, ...details } = fault.do;
  const words = (members: object) =>
    Object.entries(members)
      .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join(" ");
  return [
    fault.id,
    [kind, status, words(details)].filter((text) => text !== undefined && text !== "").join(" "),
    `on ${words(fault.match) || "every call"}`,
    `matched ${fault.seen}, struck ${fault.struck} of ${fault.count ?? 1}`,
  ].join("  ");
};
