import type { Duplex } from "node:stream";

/** What a command printed, and how it ended. */
export interface CommandOutput {
  lines: { stream: "stdout" | "stderr"; line: string }[];
  /** Undefined when it was ended by a signal. */
  exitCode: number | undefined;
}

/** A machine one is signed in to. */
export interface Shell extends Disposable {
  /** Runs a command. @throws Error when it has not ended when the signal is aborted, or the connection breaks. */
  run(command: string, signal: AbortSignal): Promise<CommandOutput>;
}

/**
 * Signs in over a connection with a key. Whatever host key is shown is trusted: the machine is new, and nobody has seen it before (spec 03 §2.8).
 * @throws Error when the handshake takes too long or the key is refused.
 */
export async function signInToShell(
  socket: Duplex,
  { user, key, handshakeMilliseconds }: { user: string; key: string; handshakeMilliseconds: number },
  signal: AbortSignal,
): Promise<Shell> {
  const { Client } = (await import("ssh2")).default;
  const client = new Client();
  const abort = (reject: (reason: unknown) => void) => () => {
    client.destroy();
    reject(signal.reason);
  };
  await new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", abort(reject), { once: true });
    client.once("ready", resolve);
    // For good: what breaks later breaks the command that runs, and nothing else.
    client.on("error", reject);
    client.once("close", () => reject(new Error("the connection was closed during the handshake")));
    client.connect({
      sock: socket,
      username: user,
      privateKey: key,
      readyTimeout: handshakeMilliseconds,
      hostVerifier: () => true,
    });
  });
  return {
    run: (command, ends) =>
      new Promise((resolve, reject) => {
        const onClose = () => reject(new Error("the connection was closed"));
        const onAbort = () => reject(ends.reason instanceof Error ? ends.reason : new Error("it was given up"));
        ends.addEventListener("abort", onAbort, { once: true });
        client.once("close", onClose);
        client.exec(command, (error, channel) => {
          if (error !== undefined) return reject(error);
          const texts = { stdout: "", stderr: "" };
          let exitCode: number | undefined;
          channel.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString("utf8")));
          channel.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString("utf8")));
          channel.on("exit", (code: number | null) => (exitCode = code ?? undefined));
          channel.on("close", () => {
            ends.removeEventListener("abort", onAbort);
            client.off("close", onClose);
            const lines = (["stdout", "stderr"] as const).flatMap((stream) =>
              texts[stream]
                .split(/\r?\n/)
                .filter((line) => line !== "")
                .map((line) => ({ stream, line })),
            );
            resolve({ lines, exitCode });
          });
        });
      }),
    [Symbol.dispose]: () => void client.end(),
  };
}
