import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { places } from "../places.ts";
import type { Kubectl } from "./run.ts";

const cache = join(homedir(), ".cache/aro/kube-assets");
const built = existsSync(cache)
  ? readdirSync(cache)
      .sort()
      .reverse()
      .map((version) => join(cache, version, "kubectl"))
  : [];
const assets = process.env["KUBEBUILDER_ASSETS"];

/** Where each age of it is looked for: Debian's is 1.20. */
const origins = [
  { age: "old", paths: places(["ARO_KUBECTL"], ["/tmp/k120/usr/bin/kubectl", "/usr/bin/kubectl"]) },
  { age: "new", paths: assets === undefined ? built : [join(assets, "kubectl"), ...built] },
] as const;

/** The kubectls that are here. */
export function findKubectls(): readonly Kubectl[] {
  const found: Kubectl[] = [];
  for (const { age, paths } of origins) {
    const path = paths.find((one) => existsSync(one));
    if (path === undefined) continue;
    const text = execFileSync(path, ["version", "--client", "--output=json"], { encoding: "utf8" });
    const { gitVersion } = (JSON.parse(text) as { clientVersion: { gitVersion: string } }).clientVersion;
    found.push({ name: `kubectl ${gitVersion}`, path, age });
  }
  return found;
}
