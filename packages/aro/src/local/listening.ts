import { connect } from "node:net";
import type { Clock } from "@aro/runtime";
import type { InstanceSettings, Ports } from "./records.ts";

/** One port of the instance. */
export interface Endpoint {
  /** What is there. */
  name: string;
  /** The process that has it. */
  process: string;
  port: number;
  address: string;
  /** Whether connections are taken just now. */
  listens: boolean;
}

const endpoints: readonly { key: keyof Ports; name: string; process: string; scheme: "http" | "https" }[] = [
  { key: "arm", name: "ARM, Entra, Graph", process: "emulator", scheme: "https" },
  { key: "proxy", name: "proxy to emulated names", process: "emulator", scheme: "http" },
  { key: "rp", name: "service", process: "rp", scheme: "https" },
];

/** Longer than any process that lives takes to be connected to, on this machine. */
const patienceMilliseconds = 2_000;

/** What the instance listens on; a port of a process that does not run is not asked, since it would be another program's. */
export const listening = (
  { ports }: Pick<InstanceSettings, "ports">,
  runs: (process: string) => boolean,
  clock: Clock,
): Promise<Endpoint[]> =>
  Promise.all(
    endpoints.map(async ({ key, name, process, scheme }) => ({
      name,
      process,
      port: ports[key],
      address: `${scheme}://localhost:${ports[key]}`,
      listens: runs(process) && (await takesConnections(ports[key], clock)),
    })),
  );

function takesConnections(port: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const timer = clock.timer(patienceMilliseconds, () => socket.destroy());
    socket.once("connect", () => {
      resolve(true);
      socket.destroy();
    });
    // What fails is closed as well.
    socket.once("error", () => undefined);
    socket.once("close", () => {
      timer[Symbol.dispose]();
      resolve(false);
    });
  });
}
