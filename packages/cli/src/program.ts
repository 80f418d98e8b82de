import { type Command, CommanderError, Option } from "commander";
import { type AddCommand, addAccessCommands } from "./access/commands.ts";
import {
  type ClusterFlags,
  clusterOptions,
  groupOption,
  type OperationFlags,
  outputOption,
  signInOptions,
  waitOptions,
  watchOption,
} from "./command-flags.ts";
import { commandProgram } from "./command-program.ts";
import { createFlags } from "./create/flags.ts";
import { examples } from "./examples.ts";
import { exitStatus } from "./exit.ts";
import { reportOf } from "./failure.ts";
import type { OutputFormat } from "./output/write.ts";
import { integer, name, uuid } from "./parse.ts";
import type { SignInFlags } from "./sign-in.ts";
import { tableOptions } from "./table-options.ts";
import { updateFlags } from "./update/flags.ts";
import type { WaitCondition } from "./wait.ts";
import type { World } from "./world.ts";

/**
 * Runs `aro cluster …`: `words` are what follows `cluster`. Gives the exit status and throws nothing: failures are printed on stderr.
 */
export async function runCluster(words: readonly string[], world: World): Promise<number> {
  let status: number = exitStatus.success;
  const program = clusterProgram(world, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.success : exitStatus.usage;
    if (world.interrupt.aborted) {
      world.stderr.write("aro: interrupted\n");
      return exitStatus.interrupted;
    }
    const report = reportOf(error);
    world.stderr.write(`${report.lines.join("\n")}\n`);
    return report.exitStatus;
  }
}

/** The commands with their flags; `ended` is told the exit status of the one that ran. */
function clusterProgram(world: World, ended: (status: number) => void): Command {
  const text = examples(world.command);
  const program = commandProgram(world, {
    name: `${world.command} cluster`,
    description: "OpenShift clusters: create, list, show, update, delete, wait, credentials",
    after: text.cluster,
  });

  const add: AddCommand = (name, summary, options, help) => {
    const command = program.command(name).summary(summary).description(summary).usage("[flags]");
    for (const option of options) command.addOption(option);
    return command.addHelpText("after", help);
  };

  const creating = tableOptions(createFlags);
  add(
    "create",
    "create a cluster, or go on with one whose create failed",
    [
      ...clusterOptions(),
      ...creating.options,
      new Option("--dry-run", "say what stands in the way of it, and make nothing"),
      ...waitOptions(),
      outputOption("json, or table of what a --dry-run finds"),
      ...signInOptions(),
    ],
    text.create,
  ).action(async ({ output, ...flags }: Omit<OperationFlags, "output"> & Asked & { dryRun?: true }) => {
    const typed = creating.typed(flags);
    if (flags.dryRun === true) {
      const { validate } = await import("./validate/command.ts");
      return ended(await validate(world, { ...flags, output: output ?? "table" }, typed, { grants: true }));
    }
    const { create } = await import("./create/command.ts");
    ended(await create(repeating(world, flags), { ...flags, output: output ?? "json" }, typed));
  });

  const validating = tableOptions(createFlags);
  add(
    "validate",
    "say what stands in the way of a cluster, and make nothing",
    [...clusterOptions(), ...validating.options, outputOption("table"), ...signInOptions()],
    text.validate,
  ).action(async ({ output, ...flags }: Omit<ClusterFlags, "output"> & Asked) => {
    const { validate } = await import("./validate/command.ts");
    const asked = { ...flags, output: output ?? "table" };
    ended(await validate(world, asked, validating.typed(flags), { grants: false }));
  });

  add(
    "list",
    "list clusters of the subscription or of one resource group",
    [groupOption("only of this resource group"), outputOption(), ...signInOptions()],
    text.list,
  ).action(async (flags: SignInFlags & { resourceGroup?: string; output: OutputFormat }) => {
    const { list } = await import("./list.ts");
    ended(await list(world, flags));
  });

  add("show", "show one cluster", [...clusterOptions(), outputOption(), ...signInOptions()], text.show).action(
    async (flags: ClusterFlags) => {
      const { show } = await import("./show.ts");
      ended(await show(repeating(world, flags), flags));
    },
  );

  const updating = tableOptions(updateFlags);
  add(
    "update",
    "change a cluster: its service principal, its outbound addresses, its tags",
    [...clusterOptions(), ...updating.options, ...waitOptions(), outputOption(), ...signInOptions()],
    text.update,
  ).action(async (flags: OperationFlags) => {
    const { update } = await import("./update/command.ts");
    ended(await update(repeating(world, flags), flags, updating.typed(flags)));
  });

  add(
    "delete",
    "delete a cluster and everything in it",
    [...clusterOptions(), new Option("-y, --yes", "do not ask"), ...waitOptions(), ...signInOptions()],
    text.delete,
  ).action(async (flags: OperationFlags & { yes?: true }) => {
    const { remove } = await import("./delete.ts");
    ended(await remove(repeating(world, flags), flags));
  });

  addWait(add, world, text.wait, ended);
  addAccessCommands(add, world, text, ended);
  return program;
}

/** `aro cluster wait`: what is waited for is a flag, one of those of {@link conditions}. */
function addWait(add: AddCommand, world: World, help: string, ended: (status: number) => void): void {
  add(
    "wait",
    "wait until a cluster is what is asked for",
    [
      ...clusterOptions(),
      ...(Object.keys(conditions) as WaitCondition[]).map((condition) =>
        new Option(`--${condition}`, conditions[condition]).conflicts(
          Object.keys(conditions).filter((other) => other !== condition),
        ),
      ),
      new Option("--operation <id>", "follow this operation step by step").argParser((word) =>
        uuid(word, "--operation"),
      ),
      new Option("-l, --location <region>", "region of --operation, where the cluster is gone already").argParser(
        (word) => name(word, "--location"),
      ),
      new Option("--interval <seconds>", "between two looks")
        .default(30)
        .argParser((word) => integer(1, 3600)(word, "--interval")),
      new Option("--timeout <seconds>", "longest wait")
        .default(3600)
        .argParser((word) => integer(1, Infinity)(word, "--timeout")),
      watchOption(),
      ...signInOptions(),
    ],
    help,
  ).action(async (flags: ClusterFlags & WaitTyped) => {
    const { wait } = await import("./wait.ts");
    const condition = (Object.keys(conditions) as WaitCondition[]).find((name) => flags[name] === true);
    if (condition === undefined) {
      world.stderr.write("aro: say what to wait for: --created, --updated, --deleted or --exists\n");
      return ended(exitStatus.usage);
    }
    const { interval, timeout, ...others } = flags;
    ended(
      await wait(repeating(world, flags), { ...others, condition, intervalSeconds: interval, timeoutSeconds: timeout }),
    );
  });
}

/** The world in which printed commands repeat where this call went. */
function repeating(world: World, { subscription, cloud, state }: SignInFlags): World {
  const given = Object.entries({ subscription, cloud, state }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...world, repeated: Object.fromEntries(given) };
}

/** Of commands whose output depends on more than this flag. */
type Asked = { output?: OutputFormat };

type WaitTyped = { [condition in WaitCondition]?: true } & {
  interval: number;
  timeout: number;
  operation?: string;
  location?: string;
  watch?: true;
};

const conditions: Readonly<Record<WaitCondition, string>> = {
  created: "until its provisioning state is Succeeded",
  updated: "until its provisioning state is Succeeded",
  deleted: "until it is gone",
  exists: "until it is there, in whatever state",
};
