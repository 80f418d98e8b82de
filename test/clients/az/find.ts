import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { places } from "../places.ts";
import type { Az } from "./run.ts";

/** An az of one origin: where it is looked for, and what to do where it is not. */
interface Origin {
  name: string;
  paths: readonly string[];
  /** A folder of libraries that its package lacks. */
  libraries?: string;
  advice: string;
}

export const origins: readonly Origin[] = [
  {
    name: "az of the distribution",
    paths: places(["ARO_AZ"], ["/usr/bin/az"]),
    libraries: places(["ARO_AZ_LIBRARIES"], ["az-libraries"]).find((folder) => existsSync(join(folder, "azure"))) ?? "",
    advice: "apt-get install azure-cli, or ARO_AZ names another",
  },
  {
    name: "az of PyPI",
    paths: places(["ARO_AZ_NEWEST"], ["/opt/azpy/bin/az", "az/bin/az"]),
    advice: "npm run clients -- --install fetches it, or ARO_AZ_NEWEST names one",
  },
];

/** The az of an origin, or why there is none. */
export function findAz({ paths, libraries = "", advice }: Origin): Az | string {
  const path = paths.find((one) => existsSync(one));
  if (path === undefined) return `not found: ${advice}`;
  const { PATH = "/usr/bin:/bin" } = process.env;
  const text = execFileSync(path, ["version", "--output", "json"], { encoding: "utf8", env: { PATH, HOME: "/" } });
  const version = (JSON.parse(text) as Record<string, string>)["azure-cli"] ?? "";
  return { path, version, ...(libraries === "" ? {} : { libraries }) };
}
