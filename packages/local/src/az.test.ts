import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { type clientEnvironment, stateFiles } from "./client-files.ts";
import { runCloud } from "./testing/running-cloud.ts";

const az = "/usr/bin/az";
const run = promisify(execFile);

const name = "az registers the cloud, signs in by password and certificate, shows the account, registers the provider";

test(name, { skip: existsSync(az) ? false : `${az} is not installed` }, async () => {
  await using cloud = await runCloud();
  const home = mkdtempSync(join(tmpdir(), "aro-az-"));
  try {
    const text = readFileSync(join(cloud.folder, stateFiles.environment), "utf8");
    const variables = JSON.parse(text) as ReturnType<typeof clientEnvironment>;
    const env = { PATH: "/usr/bin:/bin", HOME: home, ...variables, AZURE_CONFIG_DIR: home };
    const say = async (...words: string[]) => {
      const { stdout } = await run(az, [...words, "--output", "json"], { env, timeout: 60_000 });
      return stdout.trim() === "" ? undefined : JSON.parse(stdout);
    };
    const { ARO_LOCAL_TENANT, ARO_LOCAL_SUBSCRIPTION, ARO_LOCAL_CLIENT_ID, ARO_LOCAL_CLIENT_SECRET } = variables;
    await say("cloud", "register", "--name", "AroLocal", "--cloud-config", `@${variables.ARO_LOCAL_CLOUD_CONFIG}`);
    await say("cloud", "set", "--name", "AroLocal");
    const signIn = (proof: string) =>
      say("login", "--service-principal", "-u", ARO_LOCAL_CLIENT_ID, "-p", proof, "--tenant", ARO_LOCAL_TENANT);
    const accounts = await signIn(ARO_LOCAL_CLIENT_SECRET);
    assert.equal(accounts[0].id, ARO_LOCAL_SUBSCRIPTION);
    assert.equal(accounts[0].state, "Enabled");
    await signIn(join(cloud.folder, stateFiles.owner));
    const account = await say("account", "show");
    assert.equal(account.id, ARO_LOCAL_SUBSCRIPTION);
    assert.equal(account.homeTenantId, ARO_LOCAL_TENANT);
    assert.equal(account.user.name, ARO_LOCAL_CLIENT_ID);
    await say("provider", "unregister", "--namespace", "Microsoft.RedHatOpenShift");
    await say("provider", "register", "--namespace", "Microsoft.RedHatOpenShift");
    const provider = await say("provider", "show", "--namespace", "Microsoft.RedHatOpenShift");
    assert.equal(provider.registrationState, "Registered");
    const states = cloud.provider.seen
      .filter((call) => call.method === "PUT" && call.url.endsWith("api-version=2.0"))
      .map((call) => JSON.parse(call.body).state as string);
    assert.deepEqual(states, ["Registered", "Unregistered", "Registered"]);
    await assert.rejects(signIn("wrong"), /AADSTS7000215/);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
