import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { createFlags } from "./create/flags.ts";
import { tableOptions } from "./table-options.ts";

const parsed = (...words: string[]) => {
  const { options, typed } = tableOptions({ version: createFlags.version });
  const command = new Command("create").exitOverride().configureOutput({ writeErr: () => undefined });
  for (const option of options) command.addOption(option);
  return { typed: typed(command.parse(words, { from: "user" }).opts()), help: command.helpInformation() };
};

test("the older name of --version is taken as az aro takes it, is not shown, and is refused beside the present one", () => {
  assert.deepEqual(parsed("--version", "4.19.12").typed, { version: "4.19.12" });
  const { typed, help } = parsed("--install-version", "4.19.12");
  assert.deepEqual(typed, { version: "4.19.12" });
  assert.doesNotMatch(help, /install-version/);
  assert.throws(() => parsed("--install-version", "4.19.12", "--version", "4.18.24"), /cannot be used with/);
});
