import { Command } from "commander";
import { helpLayout } from "./help-layout.ts";
import type { World } from "./world.ts";

/** How commander refuses a word that is not among those a flag takes. */
const badChoice = /^option '([^'<]+?)(?: <[^']*)?' argument '(.*)' is invalid\. Allowed choices are (.*)\.\s*$/s;

/** A program whose commands are yet to be added: it writes to `world`'s streams, fits help to their width, and throws instead of ending the process. */
export const commandProgram = (
  world: Pick<World, "stdout" | "stderr">,
  { name, description, after }: { name: string; description: string; after: string },
): Command =>
  new Command()
    .name(name)
    .description(description)
    .usage("<command> [flags]")
    .helpCommand(false)
    .exitOverride()
    .configureHelp(helpLayout)
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      outputError: (message, write) => {
        const text = message
          .replace(/^error: /, "")
          .replace(badChoice, '$1: "$2" is not one of $3')
          .trim();
        write(`aro: ${text}; --help shows the ${text.startsWith("unknown command") ? "commands" : "flags"}\n`);
      },
      getOutHelpWidth: () => world.stdout.columns,
      getErrHelpWidth: () => world.stderr.columns,
    })
    .addHelpText("after", after);
