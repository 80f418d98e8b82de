import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** What a command came to. */
export interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

/** A program that runs with one kubeconfig. */
export type Kubectl = (...args: readonly string[]) => Promise<Ran>;

const cache = join(homedir(), ".cache/aro/kube-assets");

/** The kubectl programs of this machine: the one that `npm run kube-assets` made, and the distribution's, or the one that `ARO_KUBECTL` names. */
export function kubectls(): readonly { name: string; path: string }[] {
  const built = existsSync(cache) ? readdirSync(cache).map((version) => join(cache, version, "kubectl")) : [];
  const old = process.env["ARO_KUBECTL"] ?? "/usr/bin/kubectl";
  return [...built, old].filter((path) => existsSync(path)).map((path) => ({ name: path, path }));
}

/** Writes a kubeconfig that goes through the proxy, and answers how to run a program with it. */
export function withKubeconfig(program: string, kubeconfig: string): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), "aro-kubectl-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "kubeconfig");
  writeFileSync(file, kubeconfig);
  return (...args) =>
    new Promise((resolve) => {
      execFile(
        program,
        args,
        {
          env: { KUBECONFIG: file, HOME: folder, PATH: "/usr/bin:/bin" },
          timeout: 20_000,
          maxBuffer: 16 * 1024 * 1024,
        },
        (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
      );
    });
}
