import type { Duplex } from "node:stream";
import type { Channel, Client } from "ssh2";

/** Of what a command prints on one of its streams the end is kept, in characters: a journal may be long, and all of it goes to the log. */
const longestOutput = 262_144;

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
  await new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      client.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
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
    run: (command, ends) => runCommand(client, command, ends),
    [Symbol.dispose]: () => void client.end(),
  };
}

function runCommand(client: Client, command: string, ends: AbortSignal): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const given = new AbortController();
    const end = (settle: () => void) => {
      given.abort();
      settle();
    };
    const fail = (error: Error) => end(() => reject(error));
    const listening = { once: true, signal: given.signal };
    ends.addEventListener(
      "abort",
      () => fail(ends.reason instanceof Error ? ends.reason : new Error("it was given up")),
      listening,
    );
    const onClose = () => fail(new Error("the connection was closed"));
    client.once("close", onClose);
    given.signal.addEventListener("abort", () => client.off("close", onClose), { once: true });
    client.exec(command, (error, channel) => {
      if (error !== undefined) return fail(error);
      // What nobody waits for any more is not listened to: the machine is to end it, and the connection is for the next command.
      if (given.signal.aborted) return channel.close();
      given.signal.addEventListener("abort", () => channel.close(), { once: true });
      onceClosed(channel, (output) => end(() => resolve(output)));
    });
  });
}

/** Tells what a command prints, and how it ends, when both of its streams are closed. */
function onceClosed(channel: Channel, told: (output: CommandOutput) => void): void {
  const texts = { stdout: "", stderr: "" };
  const keep = (stream: "stdout" | "stderr") => (text: string) => {
    texts[stream] = (texts[stream] + text).slice(-longestOutput);
  };
  let exitCode: number | undefined;
  // Decoded as streams: a character may stand across two chunks.
  channel.setEncoding("utf8").on("data", keep("stdout"));
  channel.stderr.setEncoding("utf8").on("data", keep("stderr"));
  channel.on("exit", (code: number | null) => (exitCode = code ?? undefined));
  channel.on("close", () => {
    const lines = (["stdout", "stderr"] as const).flatMap((stream) =>
      texts[stream]
        .split(/\r?\n/)
        .filter((line) => line !== "")
        .map((line) => ({ stream, line })),
    );
    told({ lines, exitCode });
  });
}
