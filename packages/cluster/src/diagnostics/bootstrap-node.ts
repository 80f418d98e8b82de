import { createPrivateKey } from "node:crypto";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { bootstrapSsh } from "../template/load-balancers.ts";
import { dial } from "./dial.ts";
import { type Shell, signInToShell } from "./ssh.ts";
import { leadToBootstrap } from "./way-to-bootstrap.ts";

/** What is asked of a bootstrap machine, in order (spec 03 §2.8). */
const commands: readonly { what: string; command: string }[] = [
  { what: "system state", command: "systemctl is-system-running" },
  { what: "services", command: "systemctl list-units --type=service --all --no-pager" },
  { what: "containers of crio", command: "sudo crictl ps --all" },
  { what: "containers of podman", command: "sudo podman ps --all" },
  { what: "listening sockets", command: "sudo ss --listening --tcp --numeric --processes" },
  { what: "errors of bootkube", command: "journalctl --unit=bootkube --priority=err --no-pager" },
  { what: "journal", command: "journalctl --lines=100 --no-pager" },
  {
    what: "machine config server",
    command:
      'sudo crictl logs --tail=100 "$(sudo crictl ps --all --quiet --name=machine-config-server | head --lines=1)"',
  },
  {
    what: "machine config",
    command:
      "curl --head --verbose --silent --show-error --insecure --connect-timeout 10 --max-time 30 https://localhost:22623/config/master",
  },
];

/** Logs what the bootstrap machine says of itself (spec 03 §2.8 `LogBootstrapNode`). @throws Error when it cannot be reached. */
export async function logBootstrapNode(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const { run, clock, durations } = context;
  await leadToBootstrap(context, signal);
  using shell = await reach(context, signal);
  for (const { what, command } of commands) {
    const tooLong = new AbortController();
    using _limit = clock.timer(durations.sshCommandLimit, () => tooLong.abort(new Error("it took too long")));
    try {
      const quoted = command.replaceAll("'", "'\\''");
      const { lines, exitCode } = await shell.run(`bash -c '${quoted}'`, AbortSignal.any([signal, tooLong.signal]));
      for (const { stream, line } of lines) run.log.info("bootstrap machine", { what, stream, line });
      if (exitCode !== 0) run.log.warn("bootstrap machine", { what, exitCode: exitCode ?? "ended by a signal" });
    } catch (error) {
      signal.throwIfAborted();
      run.log.warn("bootstrap machine cannot be asked", { what, error });
    }
  }
}

/** Signs in to the machine; it is tried again, after longer and longer pauses, for as long as a new rule may take to work. */
async function reach(context: ClusterContext, signal: AbortSignal): Promise<Shell> {
  const { run, sealer, cloud, clock, durations } = context;
  const { sshKey, networkProfile } = propertiesOf(run.cluster());
  const host = networkProfile.privateEndpointIp;
  if (!host || sshKey == null) throw new Error("the cluster has no private endpoint or no SSH key yet");
  const bytes = Buffer.from(sealer.openBytes(sshKey).reveal());
  const key = createPrivateKey({ key: bytes, format: "der", type: "pkcs1" });
  const pem = key.export({ type: "pkcs1", format: "pem" }).toString();
  const until = clock.monotonic() + durations.sshDialLimit;
  for (let pause = durations.sshPauseFirst; ; pause = Math.min(pause * 2, durations.sshPauseLongest)) {
    const tooLong = new AbortController();
    using _limit = clock.timer(durations.sshDialAttempt, () => tooLong.abort(new Error("nothing answers")));
    try {
      const target = { host, port: bootstrapSsh.frontendPort, proxyUrl: cloud.clusterAccess?.proxyUrl };
      const socket = await dial(target, AbortSignal.any([signal, tooLong.signal]));
      const handshakeMilliseconds = durations.sshHandshakeLimit;
      return await signInToShell(socket, { user: "core", key: pem, handshakeMilliseconds }, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (clock.monotonic() + pause > until) throw error;
    }
    await clock.sleep(pause, signal);
  }
}
