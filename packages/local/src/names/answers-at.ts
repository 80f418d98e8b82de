import { connect } from "node:tls";
import type { Destination } from "./names.ts";

/** Whether a server under that name speaks TLS at a destination. Nobody's certificate is judged: who answers at all is asked. */
export function answersAt(found: Destination | undefined, name: string, signal: AbortSignal): Promise<boolean> {
  if (found?.kind !== "loopback") return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: found.port, servername: name, rejectUnauthorized: false });
    const end = (answers: boolean) => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      resolve(answers);
    };
    const onAbort = () => end(false);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.setTimeout(5_000, () => end(false));
    socket.once("secureConnect", () => end(true));
    socket.once("error", () => end(false));
  });
}
