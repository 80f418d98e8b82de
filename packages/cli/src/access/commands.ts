import { type Command, Option } from "commander";
import { type ClusterFlags, clusterOptions, outputOption, signInOptions } from "../command-flags.ts";
import type { examples } from "../examples.ts";
import type { OutputFormat } from "../output/write.ts";
import { name } from "../parse.ts";
import type { SignInFlags } from "../sign-in.ts";
import type { World } from "../world.ts";

/** Adds a command: its name, its summary, its options, and what its help ends with. */
export type AddCommand = (name: string, summary: string, options: readonly Option[], help: string) => Command;

/** What a customer needs to get into a cluster, and to choose its version: commands that change nothing. */
export function addAccessCommands(
  add: AddCommand,
  world: World,
  text: ReturnType<typeof examples>,
  ended: (status: number) => void,
): void {
  add(
    "list-credentials",
    "show the name and password of the cluster's first user, kubeadmin",
    [...clusterOptions(), outputOption(), ...signInOptions()],
    text.listCredentials,
  ).action(async (flags: ClusterFlags) => {
    const { listCredentials } = await import("./list-credentials.ts");
    ended(await listCredentials(world, flags));
  });

  add(
    "get-admin-kubeconfig",
    "write a kubeconfig with administrator's rights on the cluster",
    [
      ...clusterOptions(),
      new Option("-f, --file <file>", "where to; - for stdout").default("kubeconfig"),
      new Option("--overwrite-existing", "replace the file when there is one already"),
      ...signInOptions(),
    ],
    text.getAdminKubeconfig,
  ).action(async (flags: Omit<ClusterFlags, "output"> & { file: string; overwriteExisting?: true }) => {
    const { getAdminKubeconfig } = await import("./get-admin-kubeconfig.ts");
    ended(await getAdminKubeconfig(world, flags));
  });

  add(
    "get-versions",
    "list the OpenShift versions that can be installed in a region",
    [
      new Option("-l, --location <region>", "region, e.g. eastus")
        .argParser((word) => name(word, "--location"))
        .makeOptionMandatory(),
      outputOption(),
      ...signInOptions(),
    ],
    text.getVersions,
  ).action(async (flags: SignInFlags & { location: string; output: OutputFormat }) => {
    const { getVersions } = await import("./get-versions.ts");
    ended(await getVersions(world, flags));
  });
}
