import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "@aro/control-plane";
import { startProgram } from "../processes/program.ts";
import type { Programs } from "../processes/programs.ts";
import type { HiveContext } from "./context.ts";
import type { DeploymentSpec } from "./shapes.ts";

/** What an install left: Hive reads these files when the installer has ended well. */
export interface InstallOutput {
  clusterId: string;
  infraId: string;
  metadata: string;
  kubeconfig: string;
  password: string;
}

/** How an install ended. */
export type InstallEnd = { log: string } & ({ output: InstallOutput } | { output?: never });

/** Of a log that is longer, the end is kept: Hive stores it in the provision. */
const longestLog = 500_000;
const graceMilliseconds = 5_000;
const commands = [
  ["create", "manifests"],
  ["create", "cluster"],
] as const;

/**
 * Runs the installer for a provision, as its pod would: secrets as files, variables, one command after the other. Begun again it goes on where the
 * installer itself goes on, which keeps what it needs in the cluster's own storage account.
 */
export async function runInstallPod(
  context: HiveContext,
  programs: Programs,
  { deployment, spec, name }: { deployment: KubeObject; spec: DeploymentSpec; name: string },
  signal: AbortSignal,
): Promise<InstallEnd> {
  const root = join(context.folder, name);
  const { namespace } = deployment.metadata;
  rmSync(root, { recursive: true, force: true });
  mount(context, root, ".azure", spec.platform.azure?.credentialsSecretRef.name, namespace);
  mount(context, root, "manifests", spec.provisioning?.manifestsSecretRef?.name, namespace);
  mount(context, root, "boundsasigningkey", spec.boundServiceAccountSigningKeySecretRef?.name, namespace);
  mkdirSync(join(root, "output"), { recursive: true, mode: 0o700 });
  const environment = {
    ...programs.environment(),
    ...variables(context, spec, namespace),
    OPENSHIFT_INSTALL_INVOKER: "hive",
    OPENSHIFT_INSTALL_RELEASE_IMAGE_OVERRIDE: spec.provisioning?.releaseImage ?? "",
    ARO_INSTALLER_ROOT: root,
  };
  let log = "";
  const line = (text: string) => {
    log = `${log}${text}\n`.slice(-longestLog);
  };
  try {
    for (const args of commands) {
      const program = startProgram({
        entry: programs.entry,
        args: ["installer", ...args],
        environment,
        running: programs.running,
        line,
      });
      context.log.info("hive.install.started", { provision: name, command: args.join(" "), pid: program.pid });
      const stopping = () => void program.stop(graceMilliseconds, context.clock);
      signal.addEventListener("abort", stopping, { once: true });
      if (signal.aborted) stopping();
      const { code, signal: killed } = await program.ended;
      signal.removeEventListener("abort", stopping);
      signal.throwIfAborted();
      context.log.info("hive.install.ended", { provision: name, command: args.join(" "), code, killed });
      // The program itself cannot say so any more; Hive, which started it, does.
      if (killed !== undefined) line(`level=error msg="error running openshift-install" error="signal: ${killed}"`);
      if (code !== 0) return { log };
    }
    return { log, output: outputOf(join(root, "output")) };
  } finally {
    // It held the cluster's secrets.
    rmSync(root, { recursive: true, force: true });
  }
}

/** A secret's members as files. */
function mount(
  { objects }: HiveContext,
  root: string,
  folder: string,
  secret: string | undefined,
  namespace = "",
): void {
  mkdirSync(join(root, folder), { recursive: true, mode: 0o700 });
  if (secret === undefined) return;
  const data = (objects.get("v1/secrets", secret, namespace)?.["data"] ?? {}) as Record<string, string>;
  for (const [file, content] of Object.entries(data))
    writeFileSync(join(root, folder, file), Buffer.from(content, "base64"), { mode: 0o600 });
}

function variables({ objects }: HiveContext, spec: DeploymentSpec, namespace = ""): Record<string, string> {
  const secretText = (key: { name: string; key: string } | undefined): string => {
    if (key === undefined) return "";
    const secret = objects.get("v1/secrets", key.name, namespace);
    const encoded = (secret?.["data"] as Record<string, string> | undefined)?.[key.key];
    if (encoded === undefined) throw new Error(`secret ${namespace}/${key.name} has no key ${key.key}`);
    return Buffer.from(encoded, "base64").toString("utf8");
  };
  return Object.fromEntries(
    (spec.provisioning?.installerEnv ?? []).map(({ name, value, valueFrom }) => [
      name,
      value ?? secretText(valueFrom?.secretKeyRef),
    ]),
  );
}

function outputOf(folder: string): InstallOutput {
  const text = (file: string) => readFileSync(join(folder, file), "utf8");
  const metadata = text("metadata.json");
  const { clusterID, infraID } = JSON.parse(metadata) as { clusterID: string; infraID: string };
  return {
    clusterId: clusterID,
    infraId: infraID,
    metadata,
    kubeconfig: text("auth/kubeconfig"),
    password: text("auth/kubeadmin-password").trim(),
  };
}
