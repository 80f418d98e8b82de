import { clusters } from "@aro/client";
import type { ClusterFlags } from "../command-flags.ts";
import { quoted } from "../ending.ts";
import { exitStatus } from "../exit.ts";
import { Problem } from "../problem.ts";
import { signIn } from "../sign-in.ts";
import type { World } from "../world.ts";

/**
 * `aro cluster get-admin-kubeconfig`: a file of its own, merged into none, readable by its owner alone; one that is there already stays unless
 * the person says otherwise (spec 06 §7.9). `-` writes to stdout.
 */
export async function getAdminKubeconfig(
  world: World,
  flags: Omit<ClusterFlags, "output"> & { file: string; overwriteExisting?: true },
): Promise<number> {
  const { file } = flags;
  const { connection, subscriptionId } = await signIn(world, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const kubeconfig = await clusters(connection).listAdminCredentials(address);
  if (kubeconfig === undefined) throw new Problem(`the service gave no kubeconfig for ${flags.name}`);
  if (file === "-") {
    world.stdout.write(kubeconfig);
    return exitStatus.success;
  }
  const outcome = await world
    .writeSecretFile(file, kubeconfig, { overwrite: flags.overwriteExisting === true })
    .catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT")
        throw new Problem(`--file: the folder of "${file}" does not exist; make it, or name another`, { cause });
      throw cause;
    });
  if (outcome === "exists")
    throw new Problem(`--file: "${file}" exists already; name another, or replace it with --overwrite-existing`);
  world.stderr.write(`${file} is written; to use it:  kubectl --kubeconfig ${quoted(file)} get nodes\n`);
  return exitStatus.success;
}
