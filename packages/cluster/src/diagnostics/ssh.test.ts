import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import ssh2 from "ssh2";
import { dial } from "./dial.ts";
import { signInToShell } from "./ssh.ts";

const key = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const signal = AbortSignal.timeout(20_000);

/** A machine that lets in whoever shows a key, and does what `run` says with a command: prints its parts, and ends. */
async function machine(run: (command: string, end: (text: string | Buffer[], status: number) => void) => void) {
  const listener = new ssh2.Server({ hostKeys: [ssh2.utils.generateKeyPairSync("ed25519").private] });
  listener.on("connection", (client: NodeJS.EventEmitter) => {
    client.on("error", () => undefined);
    client.on("authentication", (asked: { method: string; accept(): void; reject(methods: string[]): void }) =>
      asked.method === "publickey" ? asked.accept() : asked.reject(["publickey"]),
    );
    client.on("session", (accept: () => NodeJS.EventEmitter) => {
      accept().on("exec", (take, _, { command }) => {
        const channel = take();
        run(command, (text, status) => {
          const parts = typeof text === "string" ? [text] : text;
          const next = (index: number): void => {
            const part = parts[index];
            if (part !== undefined) return void channel.write(part, () => setImmediate(next, index + 1));
            channel.exit(status);
            channel.end();
          };
          next(0);
        });
      });
    });
  });
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    listener.injectSocket(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = (server.address() as AddressInfo).port;
  return { port, [Symbol.dispose]: () => server.close() };
}

const signIn = async (port: number) =>
  signInToShell(
    await dial({ host: "127.0.0.1", port, proxyUrl: undefined }, signal),
    { user: "core", key, handshakeMilliseconds: 5_000 },
    signal,
  );

test("commands are told by their lines and exit codes", async () => {
  using there = await machine((command, end) => end(`one\n\n${command}\n`, command === "fails" ? 3 : 0));
  using shell = await signIn(there.port);
  assert.deepEqual(await shell.run("works", signal), {
    lines: ["one", "works"].map((line) => ({ stream: "stdout", line })),
    exitCode: 0,
  });
  assert.equal((await shell.run("fails", signal)).exitCode, 3);
});

test("a character that comes in two parts is one, and of a long output the end is kept", async () => {
  const euro = Buffer.from("price: 5 €\n");
  const long = Buffer.from(`first\n${"x".repeat(99)}\n`.concat(`${"y".repeat(99)}\n`.repeat(3_000), "last\n"));
  using there = await machine((command, end) =>
    end(command === "euro" ? [euro.subarray(0, 10), euro.subarray(10)] : [long], 0),
  );
  using shell = await signIn(there.port);
  assert.deepEqual((await shell.run("euro", signal)).lines, [{ stream: "stdout", line: "price: 5 €" }]);
  const { lines } = await shell.run("long", signal);
  assert.equal(lines.at(-1)?.line, "last");
  assert.ok(lines.length < 3_000 && !lines.some(({ line }) => line === "first"), String(lines.length));
});

test("a command that does not end is given up, and the next is run", async () => {
  using there = await machine((command, end) => (command === "hangs" ? undefined : end("done\n", 0)));
  using shell = await signIn(there.port);
  await assert.rejects(shell.run("hangs", AbortSignal.timeout(50)), /timeout|given up/);
  assert.equal((await shell.run("other", signal)).exitCode, 0);
});

test("what is no SSH server is an error, and no more than that", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await assert.rejects(signIn((server.address() as AddressInfo).port));
  server.close();
});
