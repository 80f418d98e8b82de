import { createServer } from "node:net";
import { Problem } from "@aro/cli";
import type { Ports } from "./records.ts";

/** Where the emulator listens unless it is told otherwise. */
export const defaultPort = 18_443;

/** The ports of an instance by its first: the proxy and the service come right behind it. */
export const portsFrom = (arm: number): Ports => ({ arm, proxy: arm + 1, rp: arm + 2 });

const names: readonly (readonly [keyof Ports, string])[] = [
  ["arm", "ARM"],
  ["proxy", "the proxy"],
  ["rp", "the service"],
];

/** Three free ports in a row: the former ones when they are. */
export async function freePorts(former?: Ports): Promise<Ports> {
  if (former !== undefined && (await firstTaken(former)) === undefined) return former;
  for (let tries = 0; tries < 50; tries++) {
    const ports = portsFrom(await anyPort());
    if (ports.rp <= 65_535 && (await firstTaken(ports)) === undefined) return ports;
  }
  throw new Problem("no three free ports in a row were found; name one with --port");
}

/** @throws Problem naming the port that another program holds. */
export async function checkPorts(ports: Ports): Promise<void> {
  const taken = await firstTaken(ports);
  if (taken === undefined) return;
  throw new Problem(
    `port ${taken.port} (for ${taken.what}) is in use by another program; choose others with --port N (N, N+1 and N+2 are used; 0 picks free ones)`,
  );
}

async function firstTaken(ports: Ports): Promise<{ port: number; what: string } | undefined> {
  for (const [key, what] of names) if (!(await isFree(ports[key]))) return { port: ports[key], what };
  return undefined;
}

const isFree = (port: number): Promise<boolean> =>
  listenOnce(port).then(
    () => true,
    () => false,
  );

const anyPort = (): Promise<number> => listenOnce(0);

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : port));
    });
  });
}
