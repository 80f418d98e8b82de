import { Option } from "commander";
import type { OutputFormat } from "./output/write.ts";
import { resourceName, uuid } from "./parse.ts";
import type { SignInFlags } from "./sign-in.ts";

/** What every command that works on one cluster is told. */
export interface ClusterFlags extends SignInFlags {
  name: string;
  resourceGroup: string;
  output: OutputFormat;
}

/** What the commands that begin an operation are told besides. */
export interface OperationFlags extends ClusterFlags {
  /** False: `--no-wait`. */
  wait: boolean;
  watch?: true;
}

const where = "Where:";
const output = "Output:";

/** A name leads to an address: one that is none, or a step up, leads to another thing than was meant. */
export const groupOption = (description: string): Option =>
  new Option("-g, --resource-group <group>", description).argParser((text) => resourceName(text, "--resource-group"));

/** Whom the command calls; for every command. */
export const signInOptions = (): Option[] => [
  new Option("--subscription <id>", "subscription (default: of the environment or the sign-in)")
    .argParser((text) => uuid(text, "--subscription"))
    .helpGroup(where),
  new Option("--cloud <cloud>", "AzurePublicCloud, AzureUSGovernmentCloud, or the https address of an ARM").helpGroup(
    where,
  ),
  new Option("--state <folder>", "the local instance of this folder").helpGroup(where),
];

/** One cluster. */
export const clusterOptions = (): Option[] => [
  new Option("-n, --name <name>", "name of the cluster")
    .argParser((text) => resourceName(text, "--name"))
    .makeOptionMandatory(),
  groupOption("resource group of the cluster").makeOptionMandatory(),
];

/** `otherwise`: what applies without it, where the command decides that itself. */
export const outputOption = (otherwise?: string): Option =>
  new Option("-o, --output <format>", "how the result is printed")
    .choices(["json", "table"])
    .default(otherwise === undefined ? "json" : undefined, otherwise)
    .helpGroup(output);

/** Waiting for an operation. */
export const waitOptions = (): Option[] => [
  new Option("--no-wait", "return as soon as the service has accepted").helpGroup(output),
  watchOption(),
];

export const watchOption = (): Option =>
  new Option("--watch", "show each step while waiting (a terminal always does)").helpGroup(output);
