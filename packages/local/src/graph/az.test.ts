import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { type clientEnvironment, stateFiles } from "../client-files.ts";
import { cloudBrowser, userOnPage } from "../entra/testing/cloud-browser.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

const az = "/usr/bin/az";
const skip = existsSync(az) ? false : `${az} is not installed`;
const run = promisify(execFile);

let cloud: RunningCloud;
let home: string;
let env: NodeJS.ProcessEnv;
let variables: ReturnType<typeof clientEnvironment>;
// biome-ignore lint/suspicious/noExplicitAny: whatever the command prints
const say = async (...words: string[]): Promise<any> => {
  const { stdout } = await run(az, [...words, "--output", "json"], { env, timeout: 120_000 });
  return stdout.trim() === "" ? undefined : JSON.parse(stdout);
};

before(async () => {
  if (skip !== false) return;
  cloud = await runCloud();
  home = mkdtempSync(join(tmpdir(), "aro-az-ad-"));
  variables = JSON.parse(readFileSync(join(cloud.folder, stateFiles.environment), "utf8"));
  env = { PATH: "/usr/bin:/bin", HOME: home, ...variables, AZURE_CONFIG_DIR: home };
  await say("cloud", "register", "--name", "AroLocal", "--cloud-config", `@${variables.ARO_LOCAL_CLOUD_CONFIG}`);
  await say("cloud", "set", "--name", "AroLocal");
});
after(async () => {
  if (skip !== false) return;
  rmSync(home, { recursive: true, force: true });
  await cloud[Symbol.asyncDispose]();
});

test("az ad makes an application that signs in, resets its secret, and lists who is in the directory", {
  skip,
}, async () => {
  const { ARO_LOCAL_TENANT: tenant, ARO_LOCAL_CLIENT_ID: id, ARO_LOCAL_CLIENT_SECRET: secret } = variables;
  await say("login", "--service-principal", "-u", id, "-p", secret, "--tenant", tenant);
  const made = await say("ad", "sp", "create-for-rbac", "--name", "made");
  await cloud.token({ clientId: made.appId, secret: made.password });
  const reset = await say("ad", "app", "credential", "reset", "--id", made.appId);
  await cloud.token({ clientId: made.appId, secret: reset.password });
  await assert.rejects(cloud.token({ clientId: made.appId, secret: made.password }), /AADSTS7000215/);
  const [shown] = await say("ad", "sp", "list", "--display-name", "made");
  assert.equal(shown.appId, made.appId);
  const users = await say("ad", "user", "list", "--query", "[].userPrincipalName");
  assert.deepEqual(
    users,
    ["admin", "reader", "sre", "support"].map((name) => `${name}@aro.test`),
  );
  await say("ad", "app", "delete", "--id", made.appId);
  await assert.rejects(cloud.token({ clientId: made.appId, secret: reset.password }), /AADSTS700016/);
});

test("az signs a person in by device code, who then reads about themselves", { skip }, async () => {
  const child = spawn(az, ["login", "--use-device-code", "--allow-no-subscriptions"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let text = "";
  const code = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /enter the code (\w+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(text)));
  });
  const browser = cloudBrowser(cloud);
  const pick = await browser.submit(await browser.get("/common/oauth2/deviceauth"), { otc: code });
  const user = userOnPage(pick.text, "reader@aro.test");
  assert.equal((await browser.submit(pick, { user })).status, 200);
  assert.equal(await ended, 0, text);
  assert.equal((await say("ad", "signed-in-user", "show")).userPrincipalName, "reader@aro.test");
});
