import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chapters } from "./az/chapters.ts";
import { findAz, origins } from "./az/find.ts";
import { runAz } from "./az/run.ts";
import { sample } from "./az/sign-in.ts";
import { type Azure, startAzure } from "./azure.ts";
import { clusters } from "./clusters/family.ts";
import { kubectl } from "./kubectl/family.ts";
import type { Extent, Line } from "./line.ts";
import { runProgram } from "./program.ts";
import { findPython, pythonAbsent } from "./python/find.ts";

/** A kind of client. */
export interface Family {
  name: string;
  /** What of it is here, or why nothing is. */
  look(): { versions: string } | { absent: string };
  /** Does everything, against something that is brought up for it. */
  run(extent: Extent, report: (line: Line) => void): Promise<void>;
}

/** With an emulated Azure of its own. */
const onAzure =
  (run: (azure: Azure, extent: Extent, report: (line: Line) => void) => Promise<void>): Family["run"] =>
  async (extent, report) => {
    await using azure = await startAzure();
    await run(azure, extent, report);
  };

const azs = origins.map(
  (origin): Family => ({
    name: origin.name,
    look: () => {
      const az = findAz(origin);
      if (typeof az === "string") return { absent: az };
      return {
        versions: `azure-cli ${az.version}${az.libraries === undefined ? "" : ", with the libraries it lacks"}`,
      };
    },
    run: onAzure(async (azure, extent, report) => {
      const az = findAz(origin);
      if (typeof az === "string") throw new Error(az);
      await runAz(az, azure, extent === "all" ? chapters : sample, report);
    }),
  }),
);

const libraries = [
  "network",
  "compute",
  "resources",
  "resourcesdeployments",
  "authorization",
  "msi",
  "storage",
  "keyvault",
];
const packages = join(import.meta.dirname, "../../node_modules/@azure");
const javascript: Family = {
  name: "JavaScript SDKs",
  look: () => ({
    versions: [...libraries, "dns", "privatedns"]
      .map((name) => `arm-${name}`)
      .concat("identity", "keyvault-secrets")
      .map((name) => {
        const { version } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as {
          version: string;
        };
        return `${name} ${version}`;
      })
      .join(", "),
  }),
  run: onAzure((azure, extent, report) =>
    runProgram([process.execPath, join(import.meta.dirname, "javascript/main.ts"), extent], azure, report),
  ),
};

const python: Family = {
  name: "Python SDKs",
  look: () => {
    const path = findPython();
    if (path === undefined) return { absent: pythonAbsent };
    const text = execFileSync(path, [join(import.meta.dirname, "python/versions.py")], { encoding: "utf8" });
    return { versions: text.trim() };
  },
  run: onAzure((azure, extent, report) =>
    runProgram([findPython() ?? "", join(import.meta.dirname, "python/main.py"), extent], azure, report),
  ),
};

/** Every kind of client that is tried. */
export const families: readonly Family[] = [...azs, javascript, python, clusters, kubectl];
