import { createServer } from "node:net";
import { Problem } from "@aro/cli";
import { claimPorts } from "./port-claim.ts";
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

/** Where free ports are looked for: below those that systems give to outgoing connections, which could take one before it is listened on. */
const firstFree = 20_000;
const freeTriples = 4_000;

/** Three free ports in a row, the former ones when they are; no other instance is given them while they are `held`. */
export async function freePorts(held: DisposableStack, former?: Ports): Promise<Ports> {
  // Those who look at once begin far from each other.
  const begin = (process.pid * 1_597) % freeTriples;
  for (let tried = former === undefined ? 0 : -1; tried < freeTriples; tried++) {
    const ports =
      tried < 0 && former !== undefined ? former : portsFrom(firstFree + 3 * ((begin + tried) % freeTriples));
    const claim = await claimPorts(ports);
    if (claim !== undefined && (await firstTaken(ports)) === undefined) {
      held.use(claim);
      return ports;
    }
    claim?.[Symbol.dispose]();
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

function listenOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve()));
  });
}
