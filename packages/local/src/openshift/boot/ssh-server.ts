import { createServer, type Server, type Socket } from "node:net";
import type { Log } from "@aro/telemetry";
import type { CommandResult } from "./bootstrap-shell.ts";

export interface SshServerDeps {
  /** Lines of `authorized_keys` of the one account. */
  authorizedKeys: readonly string[];
  user: string;
  run(line: string): CommandResult;
  log: Log;
}

/** An SSH server for one machine, at a port of its own on the loopback interface. */
export interface SshServer extends AsyncDisposable {
  port: number;
}

interface Authentication {
  method: string;
  username: string;
  key?: { algo: string; data: Buffer };
  signature?: Buffer;
  hashAlgo?: string;
  blob?: Buffer;
  accept(): void;
  reject(methods?: string[]): void;
}

/** Starts it. What speaks SSH is loaded with the first connection: few machines are ever asked. */
export async function startSshServer(deps: SshServerDeps): Promise<SshServer> {
  let speaking: Promise<(socket: Socket) => void> | undefined;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    speaking ??= speaker(deps);
    speaking.then(
      (speak) => speak(socket),
      (error: unknown) => {
        deps.log.error("openshift.ssh.failed", { error });
        socket.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function speaker({ authorizedKeys, user, run, log }: SshServerDeps): Promise<(socket: Socket) => void> {
  const { Server: SshListener, utils } = (await import("ssh2")).default;
  const known = authorizedKeys.flatMap((line) => {
    const key = utils.parseKey(line);
    return key instanceof Error ? [] : [key];
  });
  const listener = new SshListener({ hostKeys: [utils.generateKeyPairSync("ed25519").private] });
  listener.on("connection", (client: NodeJS.EventEmitter) => {
    client.on("error", (error: unknown) => log.info("openshift.ssh.broken", { error }));
    client.on("authentication", (asked: Authentication) => {
      const { method, username, key, signature, blob, hashAlgo } = asked;
      const match = known.find((one) => key?.data.equals(one.getPublicSSH()) === true);
      if (method !== "publickey" || username !== user || match === undefined) return asked.reject(["publickey"]);
      // A key without a signature asks whether it would do.
      if (signature === undefined || blob === undefined || match.verify(blob, signature, hashAlgo))
        return asked.accept();
      asked.reject(["publickey"]);
    });
    client.on("session", (accept: () => NodeJS.EventEmitter) => {
      accept().on("exec", (take: () => ExecChannel, _: unknown, { command }: { command: string }) => {
        const channel = take();
        const { stdout, stderr = "", status } = run(command);
        channel.write(stdout);
        channel.stderr.write(stderr);
        channel.exit(status);
        channel.end();
      });
    });
  });
  return (socket) => listener.injectSocket(socket);
}

interface ExecChannel {
  write(text: string): void;
  stderr: { write(text: string): void };
  exit(status: number): void;
  end(): void;
}
