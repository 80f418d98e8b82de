import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whenThisEnds } from "../../harness/ending.ts";
import { type Instance, startInstance } from "../../harness/instance.ts";
import type { Azure } from "../azure.ts";

/** The whole of local mode, service included, as clients are told of it. `lane` gives each client settings of its own. */
export interface Whole extends AsyncDisposable {
  instance: Instance;
  lane(name: string): Azure;
}

/** Brings it up on free ports and a folder of its own. `hive`: clusters are installed to the last step. */
export async function startWhole({ hive }: { hive: boolean }): Promise<Whole> {
  const instance = await startInstance({ hive });
  const home = mkdtempSync(join(tmpdir(), "aro-clients-"));
  const forget = () => rmSync(home, { recursive: true, force: true });
  const ending = whenThisEnds(forget);
  const stop = async () => {
    await instance.stop();
    forget();
    ending[Symbol.dispose]();
  };
  const variables = JSON.parse(readFileSync(join(instance.folder, "env.json"), "utf8")) as Record<string, string>;
  return {
    instance,
    lane: (name) => ({
      folder: join(home, name),
      variables,
      environment: (more = {}) => ({ PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: home, ...variables, ...more }),
      [Symbol.asyncDispose]: async () => undefined,
    }),
    [Symbol.asyncDispose]: stop,
  };
}
