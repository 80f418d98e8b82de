import { createSocket, type Socket } from "node:dgram";
import type { Ports } from "./records.ts";

/**
 * Keeps other instances from choosing these ports until disposed; undefined when one of them is claimed already. What is bound are the datagram
 * ports of the same numbers: the instance's processes can then listen on the ports themselves, and a claim is gone with its holder, however that died.
 */
export async function claimPorts(ports: Ports): Promise<Disposable | undefined> {
  const held = new DisposableStack();
  for (const port of Object.values(ports)) {
    const socket = await bound(port);
    if (socket === undefined) {
      held.dispose();
      return undefined;
    }
    held.defer(() => socket.close());
  }
  return held;
}

const bound = (port: number): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
      // A claim is no reason for a process to stay.
      resolve(socket.unref());
    });
  });
