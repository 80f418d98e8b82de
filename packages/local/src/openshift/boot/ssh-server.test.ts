import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { connect } from "node:net";
import { test } from "node:test";
import { silentLog as log } from "@aro/telemetry";
import ssh2, { type Channel } from "ssh2";
import { runOnBootstrap } from "./bootstrap-shell.ts";
import { startSshServer } from "./ssh-server.ts";

const pair = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const key = ssh2.utils.parseKey(pem);
  assert.ok(!(key instanceof Error));
  return { pem, line: `ssh-rsa ${key.getPublicSSH().toString("base64")}` };
};

async function runOver(port: number, privateKey: string, command: string) {
  const client = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve);
    client.on("error", reject);
    client.connect({
      sock: connect(port, "127.0.0.1"),
      username: "core",
      privateKey,
      readyTimeout: 10_000,
      hostVerifier: () => true,
    });
  });
  try {
    return await new Promise<{ text: string; code: number }>((resolve, reject) => {
      client.exec(command, (error, channel: Channel) => {
        if (error !== undefined) return reject(error);
        let text = "";
        let code = -1;
        channel.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        channel.stderr.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        channel.on("exit", (status: number) => (code = status));
        channel.on("close", () => resolve({ text, code }));
      });
    });
  } finally {
    client.end();
  }
}

test("who has a key of the ignition signs in and runs commands; who has another does not", async () => {
  const [own, other] = [pair(), pair()];
  await using server = await startSshServer({
    user: "core",
    authorizedKeys: [own.line],
    run: (line) => ({ stdout: `${line}\n`, stderr: "warning\n", status: 3 }),
    log,
  });
  assert.deepEqual(await runOver(server.port, own.pem, "bash -c 'x'"), { text: "bash -c 'x'\nwarning\n", code: 3 });
  await assert.rejects(runOver(server.port, other.pem, "x"), /authentication/i);
});

test("a bootstrap machine tells what is so: before its API server runs, while it does, and when it has served", () => {
  const state = { serves: false, complete: false, units: ["bootkube.service"], console: ["booting", "ready"] };
  const run = (command: string, changed: object = {}) =>
    runOnBootstrap(`bash -c '${command}'`, { ...state, ...changed });
  assert.equal(run("systemctl is-system-running").stdout, "starting\n");
  assert.match(run("systemctl list-units --type=service").stdout, /bootkube\.service +loaded +active +running/);
  assert.match(run("systemctl list-units", { complete: true }).stdout, /bootkube\.service +loaded +inactive +dead/);
  assert.equal(run("journalctl --lines=100 --no-pager").stdout, "booting\nready\n");
  const curl = "curl --head https://localhost:22623/config/master";
  assert.deepEqual([run(curl).status, run(curl, { serves: true }).status], [7, 0]);
  assert.equal(run("sudo ss --listening").stdout.includes("6443"), false);
  assert.equal(run("sudo ss --listening", { serves: true }).stdout.includes("6443"), true);
  assert.deepEqual(run("rm -rf /"), {
    stdout: "",
    stderr: "bash: rm: the emulated machine does not have this command\n",
    status: 127,
  });
});
