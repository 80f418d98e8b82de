import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { origins } from "./az/find.ts";
import { sdks } from "./clusters/python-sdk.ts";
import { fetched } from "./places.ts";

/** What the distribution's azure-cli 2.45 was made for and its package lacks (docs/running.md). */
const lacking = [
  "azure-mgmt-network==21.0.1",
  "azure-mgmt-compute==29.1.0",
  "azure-mgmt-authorization==0.61.0",
  "azure-mgmt-redhatopenshift==1.2.0",
  "azure-keyvault==1.1.0",
];
const extend = '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n';
const oldName = "import inspect; inspect.getargspec = inspect.getfullargspec\n";

/** Fetches the clients that are not here by pip; false when one could not be fetched, whose words are then printed. */
export function install(): boolean {
  mkdirSync(fetched, { recursive: true });
  return (
    environment("python", ["-r", join(import.meta.dirname, "python/requirements.txt")]) &&
    sdks.every(({ folder, name }) => packagesIn(folder, [name])) &&
    (newestIsHere() || environment("az", ["azure-cli"])) &&
    azLibraries()
  );
}

const newestIsHere = (): boolean => origins.some(({ name, paths }) => name === "az of PyPI" && paths.some(existsSync));

/** A virtual environment of Python with some packages. */
function environment(name: string, packages: readonly string[]): boolean {
  const folder = join(fetched, name);
  console.log(`${folder}: ${packages.join(" ")}`);
  if (!existsSync(join(folder, "bin/python")) && !run("python3", "-m", "venv", folder)) return false;
  return run(join(folder, "bin/pip"), "install", "--quiet", "--disable-pip-version-check", ...packages);
}

/** Packages alone, without what they need, in a folder of their own. */
function packagesIn(folder: string, packages: readonly string[]): boolean {
  console.log(`${folder}: ${packages.join(" ")}`);
  const alone = ["--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade", "--target", folder];
  return run(join(fetched, "python/bin/pip"), "install", ...alone, ...packages);
}

/** A folder for PYTHONPATH that comes before the distribution's own libraries. */
function azLibraries(): boolean {
  const folder = join(fetched, "az-libraries");
  if (!packagesIn(folder, lacking)) return false;
  for (const part of ["azure", "azure/mgmt"]) writeFileSync(join(folder, part, "__init__.py"), extend);
  const keyVault = join(folder, "azure/keyvault/__init__.py");
  writeFileSync(keyVault, extend + readFileSync(keyVault, "utf8"));
  writeFileSync(join(folder, "sitecustomize.py"), oldName);
  return true;
}

const run = (command: string, ...words: string[]): boolean =>
  spawnSync(command, words, { stdio: ["ignore", "inherit", "inherit"] }).status === 0;
