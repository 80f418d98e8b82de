import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** A port of the loopback address that nobody listens at. Should somebody else take it before it is used, whoever uses it fails and asks anew. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
