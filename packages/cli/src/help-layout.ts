import type { Command, Help, HelpConfiguration } from "commander";

/** The part of the width that names of flags may take; what is longer stands on a line of its own. */
const largestShare = 0.4;
const indent = 2;
const gap = 2;

/** How help is laid out: every line within the terminal's width, also where one flag has a long name. */
export const helpLayout: HelpConfiguration = {
  minWidthToWrap: 20,
  subcommandTerm: (command) =>
    [command.name(), ...command.registeredArguments.map((argument) => `[${argument.name()}]`)].join(" "),
  padWidth: (command: Command, helper: Help) =>
    Math.min(
      Math.floor((helper.helpWidth ?? 80) * largestShare),
      Math.max(
        helper.longestOptionTermLength(command, helper),
        helper.longestSubcommandTermLength(command, helper),
        helper.longestArgumentTermLength(command, helper),
      ),
    ),
  formatItem: (term: string, termWidth: number, description: string, helper: Help) => {
    const width = helper.helpWidth ?? 80;
    const column = indent + termWidth + gap;
    const wrapped = helper.boxWrap(description, width - column).replaceAll("\n", `\n${" ".repeat(column)}`);
    const lead = " ".repeat(indent);
    if (helper.displayWidth(term) <= termWidth) return `${lead}${term.padEnd(termWidth + gap)}${wrapped}`.trimEnd();
    const name = helper.boxWrap(term, width - indent).replaceAll("\n", `\n${" ".repeat(indent + 4)}`);
    return description === "" ? lead + name : `${lead}${name}\n${" ".repeat(column)}${wrapped}`;
  },
};
