import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { type clientEnvironment, stateFiles } from "../../client-files.ts";
import { runCloud } from "../../testing/running-cloud.ts";

const az = "/usr/bin/az";
const run = promisify(execFile);

const name = "az makes, shows, lists and deletes identities and disks, and lists SKUs";

test(name, { skip: existsSync(az) ? false : `${az} is not installed` }, async () => {
  await using cloud = await runCloud({ engine: "real", configuration: { timeScale: 10_000 } });
  const home = mkdtempSync(join(tmpdir(), "aro-az-"));
  try {
    const text = readFileSync(join(cloud.folder, stateFiles.environment), "utf8");
    const variables = JSON.parse(text) as ReturnType<typeof clientEnvironment>;
    const env = { PATH: "/usr/bin:/bin", HOME: home, ...variables, AZURE_CONFIG_DIR: home };
    const say = async (words: string) => {
      const { stdout } = await run(az, [...words.split(" "), "--output", "json"], { env, timeout: 60_000 });
      return stdout.trim() === "" ? undefined : JSON.parse(stdout);
    };
    const { ARO_LOCAL_TENANT, ARO_LOCAL_CLIENT_ID, ARO_LOCAL_CLIENT_SECRET } = variables;
    await say(`cloud register --name AroLocal --cloud-config @${variables.ARO_LOCAL_CLOUD_CONFIG}`);
    await say("cloud set --name AroLocal");
    await say(
      `login --service-principal -u ${ARO_LOCAL_CLIENT_ID} -p ${ARO_LOCAL_CLIENT_SECRET} --tenant ${ARO_LOCAL_TENANT}`,
    );
    await say("group create -n rg -l eastus");
    const identities = async () => {
      const made = await say("identity create -g rg -n id-one");
      assert.equal((await say("identity show -g rg -n id-one")).principalId, made.principalId);
      await say("identity delete -g rg -n id-one");
      assert.deepEqual(await say("identity list"), []);
    };
    const disks = async () => {
      const made = await say("disk create -g rg -n d --size-gb 10");
      assert.deepEqual([made.provisioningState, made.diskState], ["Succeeded", "Unattached"]);
      assert.equal((await say("disk list -g rg")).length, 1);
      await say("disk delete -g rg -n d -y");
      const skus = await say("vm list-skus -l eastus --resource-type virtualMachines --size Standard_D8s_v5");
      assert.deepEqual(skus[0].locationInfo[0].zones, ["1", "2", "3"]);
    };
    await Promise.all([identities(), disks()]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
