import { commandProgram, exitStatus, Problem, reportOf } from "@aro/cli";
import { Command, CommanderError, Option } from "commander";
import type { Edge, Run } from "../edge.ts";
import * as actions from "./actions.ts";
import type { ClusterFaultFlags } from "./cluster-fault.ts";
import type { FaultFlags } from "./fault.ts";
import { nameKinds, runFaultNames } from "./fault-names.ts";
import { helpAfter } from "./help.ts";
import type { SettingsFlags } from "./instance-settings.ts";
import { stateFolder } from "./state-folder.ts";

/** `aro local …`: the whole cloud on this machine. Gives the exit status. */
export const local: Run = async (words, edge) => {
  let status: number = exitStatus.success;
  const program = localProgram(edge, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.success : exitStatus.usage;
    const report = reportOf(error);
    edge.stderr.write(`${report.lines.join("\n")}\n`);
    return report.exitStatus;
  }
};

/** The commands with their flags; `ended` is told the exit status of the one that ran. */
export function localProgram(edge: Edge, ended: (status: number) => void): Command {
  const help = helpAfter(edge.command);
  const program = commandProgram(edge, {
    name: `${edge.command} local`,
    description: "The whole cloud on this machine, with no Azure account",
    after: help.local,
  });

  const add: Add = (parent, name, summary, options = [], after = "") => {
    const command = parent.command(name).summary(summary).description(summary).usage("[flags]");
    for (const option of options) command.addOption(option);
    return command.addOption(stateOption()).addHelpText("after", after);
  };
  const on: On =
    <Flags extends object>(action: Action<Flags>) =>
    async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const { state, ...flags } = command.opts<Flags & { state?: string }>();
      const folder = stateFolder(state, edge);
      try {
        ended(await action({ edge, folder }, flags as unknown as Flags, command.args[0]));
      } catch (error) {
        if (!edge.signal.aborted) throw error;
        const look = `${edge.command} local status${folder.flag}`;
        edge.stderr.write(`aro: interrupted; how things stand: ${look}\n`);
        ended(exitStatus.interrupted);
      }
    };

  add(program, "up", "start everything in the background; returns when it is ready", settingsOptions(), help.up).action(
    on<SettingsFlags>(actions.runUp),
  );
  add(program, "down", "stop everything; the state is kept").action(on(actions.runDown));
  add(program, "status", "processes with pid, port and health; what listens where; clusters with state and step", [
    jsonOption(),
  ]).action(on<{ json?: true }>(actions.runStatus));
  add(program, "logs", "what the processes print", logOptions(), help.logs)
    .argument("[process]", "only this one: supervisor, emulator or rp")
    .usage("[flags] [process]")
    .action(
      on<{ follow?: true; lines: number }>((local, { follow, lines }, process) =>
        actions.runLogs(local, { follow: follow === true, lines, ...(process === undefined ? {} : { process }) }),
      ),
    );
  add(program, "reset", "stop everything and forget all of it").action(on(actions.runReset));
  add(program, "env", "export lines for clients: az, Terraform, SDKs", [jsonOption()], help.env).action(
    on<{ json?: true }>(actions.runEnv),
  );
  addFaults(program, add, on, help.fault);
  add(
    program,
    "start",
    "up, a first cluster with live progress, and down again at Ctrl-C",
    settingsOptions(),
    help.start,
  ).action(
    on<SettingsFlags>(async (local, flags) => {
      const { runStart } = await import("./start.ts");
      return runStart(local, flags);
    }),
  );
  const supervise = new Command("supervise")
    .addOption(stateOption())
    .addOption(new Option("--lifeline", "stop when stdin ends"))
    .action(
      on<{ lifeline?: true }>(async (local, flags) => {
        const { runSupervise } = await import("./supervisor-process.ts");
        return runSupervise(local, flags);
      }),
    );
  program.addCommand(supervise, { hidden: true });
  return program;
}

type Add = (parent: Command, name: string, summary: string, options?: readonly Option[], after?: string) => Command;

type Action<Flags> = (local: actions.Local, flags: Flags, argument: string | undefined) => Promise<number>;
/** Commander gives an action its arguments, its flags and itself; ours want the instance and the flags. */
type On = <Flags extends object>(action: Action<Flags>) => (...given: unknown[]) => Promise<void>;

/** `aro local fault …`. */
function addFaults(program: Command, add: Add, on: On, after: string): void {
  const fault = program
    .command("fault")
    .summary("arm, list and clear faults of the emulated cloud")
    .description("Faults of the emulated cloud, for trying what the service does about them")
    .usage("<command> [flags]")
    .helpCommand(false)
    .addHelpText("after", after);
  add(fault, "add", "arm a fault: which calls, and what happens to them", faultOptions()).action(
    on<FaultFlags>(actions.runFaultAdd),
  );
  add(fault, "list", "the armed faults, and how often each has struck", [jsonOption()]).action(
    on<{ json?: true }>(actions.runFaultList),
  );
  add(fault, "names", "the names that faults know: of steps, processes, resource types, operators and nodes", [
    jsonOption(),
  ])
    .argument("[kind]", `only these: ${nameKinds.join(", ")}`)
    .usage("[flags] [kind]")
    .action(on<{ json?: true }>(runFaultNames));
  add(fault, "clear", "forget one fault, or all")
    .argument("[id]", "only this one")
    .action(on((local, _flags, id) => actions.runFaultClear(local, id)));
  add(fault, "cluster", "what is wrong with an emulated cluster, until it is taken back", clusterFaultOptions())
    .argument("[cluster]", "its name, or the beginning of it; needed when there are several")
    .usage("[flags] [cluster]")
    .action(on<ClusterFaultFlags>(actions.runFaultCluster));
}

const stateOption = (): Option =>
  new Option("--state <folder>", "the instance's folder (default: ARO_LOCAL_STATE, else .aro beside the launcher)");

const jsonOption = (): Option => new Option("--json", "print JSON");

const whole = (flag: string, least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw Problem.usage(`${flag}: "${text}" is not a whole number from ${least} to ${most}`);
  return number;
};

const settingsOptions = (): Option[] => [
  new Option("--port <port>", "first of three ports; 0 picks free ones (default: as last time, else 18443)").argParser(
    whole("--port", 0, 65_533),
  ),
  new Option("--seed <number>", "of the emulated cloud's chance: the same seed gives the same run").argParser(
    whole("--seed", 0, 2 ** 31),
  ),
  new Option(
    "--reproducible",
    "ids and secrets of the emulated cloud come from the seed too: for tests, since whoever knows it knows them (default: as last time, else not)",
  ),
  new Option("--no-reproducible", "they come from chance"),
  new Option(
    "--time-scale <factor>",
    "how many times faster than in Azure time passes (default: as last time, else 100)",
  ).argParser(whole("--time-scale", 1, 100_000)),
  new Option("--hive", "clusters are installed whole, by Hive (default: as last time, else so)"),
  new Option("--no-hive", "clusters get their Azure resources only: quicker, for tests of that half"),
];

const logOptions = (): Option[] => [
  new Option("-f, --follow", "go on printing what comes, until Ctrl-C"),
  new Option("-n, --lines <count>", "lines of the past of each process")
    .default(20)
    .argParser(whole("--lines", 0, 1_000_000)),
];

const which = "Which calls:";
const what = "What happens (one of these):";
const faultOptions = (): Option[] => [
  new Option("--method <method>", "GET, PUT, …").helpGroup(which),
  new Option("--path <pattern>", "path without query; * for a part of a segment, ** for anything").helpGroup(which),
  new Option("--type <type>", "resource type, e.g. Microsoft.Network/virtualNetworks").helpGroup(which),
  new Option("--actor <actor>", "who calls").choices(["client", "rp", "emulator"]).helpGroup(which),
  new Option("--step <step>", "a step of an operation, while which the call is made").helpGroup(which),
  new Option("--boundary <boundary>", "a step boundary instead of a call: STEP:started or STEP:finished").helpGroup(
    which,
  ),
  new Option("--process <process>", "whose boundary: rp").helpGroup(which),
  new Option("--cluster-id <id>", "boundary of which cluster").helpGroup(which),
  new Option("--skip <count>", "let so many matching calls go by first").helpGroup(which),
  new Option("--count <count>", "how often it strikes; 'always' until it is cleared (default: once)").helpGroup(which),
  new Option("--status <status>", "answer with this status instead").helpGroup(what),
  new Option("--fail-answer <status>", "do it, then answer with this status").helpGroup(what),
  new Option("--code <code>", "error code of these two answers").helpGroup(what),
  new Option("--message <message>", "error message of these two answers").helpGroup(what),
  new Option("--delay <milliseconds>", "wait, then go on").helpGroup(what),
  new Option("--throttle [seconds]", "answer 429, with Retry-After").helpGroup(what),
  new Option("--reset", "cut the connection instead").helpGroup(what),
  new Option("--lose", "do it, then cut the connection without an answer").helpGroup(what),
  new Option("--stale", "answer a GET as it was before the last write").helpGroup(what),
  new Option(
    "--kill <process>",
    "end a process by SIGKILL: rp, emulator, operator or installer; several as rp,emulator",
  ).helpGroup(what),
  new Option("--when <when>", "when to --kill: seen from the call").choices(["before", "after"]).helpGroup(what),
];

const several = (text: string, before: readonly string[] = []): string[] => [...before, text];
const clusterFaultOptions = (): Option[] => [
  new Option("--api <how>", "its API server takes connections and never answers, takes none, or answers again").choices(
    ["hangs", "refuses", "answers"],
  ),
  new Option("--certificate <which>", "what its API server serves").choices(["expired", "valid"]),
  new Option("--silent-node <node>", "its kubelet says nothing although the machine runs; again for others").argParser(
    several,
  ),
  new Option("--degraded <operator[=message]>", "a cluster operator says so; again for others").argParser(several),
  new Option("--unavailable <operator[=message]>", "a cluster operator is not available").argParser(several),
  new Option("--progressing <operator[=message]>", "a cluster operator does not come to an end").argParser(several),
  new Option("--heal", "forget what was wrong before"),
  jsonOption(),
];
