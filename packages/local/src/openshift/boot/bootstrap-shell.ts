/** What a bootstrap machine can tell of itself. */
export interface BootstrapState {
  /** Its API server and machine config server answer. */
  serves: boolean;
  /** The cluster stands without it. */
  complete: boolean;
  /** Units of its ignition that are enabled. */
  units: readonly string[];
  /** What its serial console says. */
  console: readonly string[];
}

/** What a command prints and how it ends. */
export interface CommandResult {
  stdout: string;
  stderr?: string;
  status: number;
}

const table = (...rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return `${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n")}\n`;
};

const staticPods = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "machine-config-server"];
const unitsOfTheSystem = ["crio.service", "kubelet.service", "sshd.service"];
const endless = ["bootkube.service", "approve-csr.service"];

/** The commands that are known, each by what it begins with. Nothing is made up: what the emulated machine does not do it does not show. */
const commands: readonly { begins: string; run: (state: BootstrapState, line: string) => CommandResult }[] = [
  {
    begins: "systemctl is-system-running",
    run: ({ complete }) => (complete ? ok("running\n") : { stdout: "starting\n", status: 1 }),
  },
  {
    begins: "systemctl list-units",
    run: ({ units, complete }) => {
      const row = (unit: string): string[] => {
        const isOver = complete && endless.includes(unit);
        return [unit, "loaded", isOver ? "inactive" : "active", isOver ? "dead" : "running"];
      };
      const names = [...new Set([...unitsOfTheSystem, ...units.filter((one) => one.endsWith(".service"))])].sort();
      return ok(
        `${table(["UNIT", "LOAD", "ACTIVE", "SUB"], ...names.map(row))}\n${names.length} loaded units listed.\n`,
      );
    },
  },
  {
    begins: "sudo crictl ps",
    run: ({ serves }) =>
      ok(
        table(["STATE", "NAME", "ATTEMPT"], ...(serves ? staticPods : ["etcd"]).map((name) => ["Running", name, "0"])),
      ),
  },
  {
    begins: "sudo podman ps",
    run: ({ complete, serves }) =>
      ok(
        table(
          ["IMAGE", "STATUS", "NAMES"],
          ...(serves ? [["cluster-bootstrap", complete ? "Exited (0)" : "Up", "cluster-bootstrap"]] : []),
        ),
      ),
  },
  {
    begins: "sudo ss",
    run: ({ serves }) =>
      ok(
        table(
          ["State", "Local Address:Port", "Process"],
          ["LISTEN", "0.0.0.0:22", 'users:(("sshd"))'],
          ...(serves
            ? [
                ["LISTEN", "*:6443", 'users:(("kube-apiserver"))'],
                ["LISTEN", "*:22623", 'users:(("machine-config-"))'],
              ]
            : []),
        ),
      ),
  },
  {
    begins: "journalctl --unit=bootkube",
    run: () => ok("-- No entries --\n"),
  },
  {
    begins: "journalctl",
    run: ({ console: said }) => ok(said.length === 0 ? "-- No entries --\n" : `${said.slice(-100).join("\n")}\n`),
  },
  {
    begins: "sudo crictl logs",
    run: ({ serves }) =>
      serves
        ? ok("Launching server on [::]:22624\nLaunching server on [::]:22623\n")
        : { stdout: "", stderr: "container ID is required\n", status: 1 },
  },
  {
    begins: "curl",
    run: ({ serves }, line) => {
      const address = /https:\/\/\S+/.exec(line)?.[0] ?? "";
      return serves
        ? {
            stdout: "HTTP/1.1 200 OK\ncontent-type: application/json\n",
            stderr: `* Connected to ${address}\n`,
            status: 0,
          }
        : {
            stdout: "",
            stderr: `curl: (7) Failed to connect to ${new URL(address).host}: Connection refused\n`,
            status: 7,
          };
    },
  },
];

const ok = (stdout: string): CommandResult => ({ stdout, status: 0 });

/** Runs a line, bare or as `bash -c '…'`, as the bootstrap machine would. */
export function runOnBootstrap(line: string, state: BootstrapState): CommandResult {
  const inner = /^bash -c '(.*)'$/s.exec(line)?.[1]?.replaceAll("'\\''", "'") ?? line;
  const found = commands.find(({ begins }) => inner === begins || inner.startsWith(`${begins} `));
  return (
    found?.run(state, inner) ?? {
      stdout: "",
      stderr: `bash: ${inner.split(" ", 1)[0]}: the emulated machine does not have this command\n`,
      status: 127,
    }
  );
}
