import { clusters } from "@aro/client";
import type { ClusterFlags } from "../command-flags.ts";
import { exitStatus } from "../exit.ts";
import { jsonText } from "../output/json.ts";
import { tableText } from "../output/table.ts";
import { signIn } from "../sign-in.ts";
import type { World } from "../world.ts";

/** `aro cluster list-credentials`: who logs in to the console first, and with which password (spec 06 §7.9). */
export async function listCredentials(world: World, flags: ClusterFlags): Promise<number> {
  const { connection, subscriptionId } = await signIn(world, flags);
  const address = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const { kubeadminUsername = "", kubeadminPassword = "" } = await clusters(connection).listCredentials(address);
  const shown = { kubeadminPassword, kubeadminUsername };
  world.stdout.write(
    flags.output === "json"
      ? jsonText(shown)
      : tableText(
          [
            { heading: "KubeadminUsername", cell: () => kubeadminUsername },
            { heading: "KubeadminPassword", cell: () => kubeadminPassword },
          ],
          [shown],
          world.stdout,
        ),
  );
  return exitStatus.success;
}
