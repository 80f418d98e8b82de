import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { startControlPlane } from "../control-plane.ts";
import { makeKeys } from "../server/keyring.ts";
import type { Engine } from "./engine.ts";

/** The embedded control plane on a free port, its objects in a file. */
export async function startEmbedded(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "aro-plane-"));
  const keys = await makeKeys(["127.0.0.1", "localhost"], systemClock, systemRandom);
  const plane = await startControlPlane({
    path: join(folder, "objects.sqlite"),
    keys,
    port: 0,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  });
  return {
    name: "embedded",
    title: `embedded ${plane.kubernetes}`,
    address: plane.address,
    authority: plane.authority,
    identity: (user = { name: "admin", groups: ["system:masters"] }) => plane.identity(user),
    [Symbol.asyncDispose]: async () => {
      await plane[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
