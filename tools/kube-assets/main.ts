/**
 * `npm run kube-assets [FOLDER]`: builds the real Kubernetes that the emulated one is held against - kube-apiserver,
 * kube-controller-manager, kubectl and etcd - out of the Go modules pinned in go.mod, into FOLDER or the cache folder. Optional for
 * everybody; tests find the programs when KUBEBUILDER_ASSETS names the folder, as with envtest. Needs Go; takes minutes and about 3 GB
 * of Go's build cache. A program that stands already in the pinned version is left alone.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const here = import.meta.dirname;
const modules = readFileSync(join(here, "go.mod"), "utf8");
const versionOf = (module: string): string => {
  const version = new RegExp(`^\\t${module.replaceAll(".", "\\.")} (v\\S+)$`, "m").exec(modules)?.[1];
  if (version === undefined) throw new Error(`go.mod pins no ${module}`);
  return version;
};
const kubernetes = versionOf("k8s.io/kubernetes");
const etcd = versionOf("go.etcd.io/etcd/server/v3");
const [, minor = ""] = kubernetes.split(".");

const programs = [
  { name: "etcd", from: "go.etcd.io/etcd/server/v3", version: etcd },
  { name: "kubectl", from: "k8s.io/kubernetes/cmd/kubectl", version: kubernetes },
  { name: "kube-apiserver", from: "k8s.io/kubernetes/cmd/kube-apiserver", version: kubernetes },
  { name: "kube-controller-manager", from: "k8s.io/kubernetes/cmd/kube-controller-manager", version: kubernetes },
];

/** What a release build writes into the programs, so that they tell their version. */
const flags = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"]
  .flatMap((place) => [
    `-X ${place}.gitVersion=${kubernetes}`,
    `-X ${place}.gitMajor=1`,
    `-X ${place}.gitMinor=${minor}`,
  ])
  .join(" ");

function build(from: string, to: string): Promise<number> {
  const child = spawn("go", ["build", "-trimpath", "-ldflags", `-s -w ${flags}`, "-o", to, from], {
    cwd: here,
    stdio: "inherit",
    // The toolchain of this machine: Go would otherwise fetch another.
    env: { ...process.env, CGO_ENABLED: "0", GOTOOLCHAIN: "local" },
  });
  process.once("SIGINT", () => child.kill("SIGINT"));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}

async function main(): Promise<number> {
  const [argument, ...more] = process.argv.slice(2);
  if (argument === "--help" || argument?.startsWith("-") || more.length > 0) {
    const asked = argument === "--help" && more.length === 0;
    (asked ? process.stdout : process.stderr).write(
      `usage: npm run kube-assets [FOLDER]\n\nBuilds kube-apiserver ${kubernetes}, kube-controller-manager, kubectl and etcd ${etcd} with Go into FOLDER\n(default: ~/.cache/aro/kube-assets/${kubernetes}). Prints the line that selects them.\n`,
    );
    return asked ? 0 : 2;
  }
  const folder = argument === undefined ? join(homedir(), ".cache/aro/kube-assets", kubernetes) : resolve(argument);
  if (spawnSync("go", ["version"], { stdio: "ignore" }).status !== 0) {
    process.stderr.write(
      "Go is not installed, or not in PATH; it builds the programs. See https://go.dev/doc/install.\n",
    );
    return 1;
  }
  mkdirSync(folder, { recursive: true });
  for (const [index, { name, from, version }] of programs.entries()) {
    const stamp = join(folder, `.${name}.version`);
    const target = join(folder, name);
    const label = `${index + 1} of ${programs.length}: ${name} ${version}`;
    if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === version) {
      process.stderr.write(`${label} stands\n`);
      continue;
    }
    process.stderr.write(`${label} …\n`);
    const code = await build(from, `${target}.building`);
    if (code !== 0) {
      process.stderr.write(
        `${name} could not be built (go ended with ${code}); what stands is kept, run the command again.\n`,
      );
      return 1;
    }
    renameSync(`${target}.building`, target);
    writeFileSync(stamp, version);
  }
  process.stdout.write(`export KUBEBUILDER_ASSETS=${folder}\n`);
  return 0;
}

process.exitCode = await main();
