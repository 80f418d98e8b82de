import { type ControlPlane, type ControlPlaneOptions, makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { connect, createClient, type KubernetesClient } from "../index.ts";

/** Keys of an API server on this machine, made once a test file. */
export const testKeys = () => makeKeys(["127.0.0.1", "localhost"], clock, random);

/** An embedded API server. */
export const startPlane = (
  options: Partial<ControlPlaneOptions> & Pick<ControlPlaneOptions, "keys">,
): Promise<ControlPlane> => startControlPlane({ path: ":memory:", port: 0, clock, random, log: silentLog, ...options });

/** A client of an API server as its administrator. */
export async function administratorOf(plane: ControlPlane): Promise<KubernetesClient> {
  const { certificate: cert, key } = await plane.identity({ name: "system:admin", groups: ["system:masters"] });
  const access = { server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" };
  return createClient(connect(access, "test"));
}

/** Waits until something holds, ten seconds at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const pause = 20;
  for (let round = 0; round < 10_000 / pause; round++) {
    if (await holds()) return;
    await clock.sleep(pause);
  }
  throw new Error("it did not come to hold within ten seconds");
}
