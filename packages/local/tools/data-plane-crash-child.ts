/**
 * A process that fills the blob store and a vault on disk and kills itself at its Nth write: what src/blobs/crash.test.ts starts. Prints a
 * line before every call, and one for every call that was acknowledged, with what must be there from then on. Arguments: folder, folder of the keyring, N.
 */
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { systemClock, systemRandom } from "@aro/runtime";
import { openKeyring } from "../src/pki/keyring.ts";
import type { WallResponse } from "../src/wall/wall.ts";
import { account, openDataPlane } from "./data-plane.ts";

const [folder = "", keys = "", nth = "0"] = process.argv.slice(2);

let writes = 0;
let counting = false;
const strike = () => {
  if (!counting) return;
  writes++;
  if (writes === Number(nth)) process.kill(process.pid, "SIGKILL");
};
const run = StatementSync.prototype.run;
Object.defineProperty(StatementSync.prototype, "run", {
  value(this: StatementSync, ...given: Parameters<typeof run>) {
    strike();
    return run.apply(this, given);
  },
});
const exec = DatabaseSync.prototype.exec;
Object.defineProperty(DatabaseSync.prototype, "exec", {
  value(this: DatabaseSync, sql: string) {
    strike();
    exec.call(this, sql);
    strike();
  },
});

const plane = openDataPlane(folder, await openKeyring(keys, systemClock, systemRandom));
const { groups, storage } = plane.arm;
await groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
await storage.storageAccounts.create("rg", account, {
  location: "eastus",
  kind: "StorageV2",
  sku: { name: "Standard_LRS" },
});
counting = true;

const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Does a call; `fact` is what holds once it is acknowledged: the digest of a blob, the value of a secret, or null for nothing. */
async function step(place: string, fact: string | null, call: () => Promise<WallResponse>): Promise<void> {
  say({ at: place });
  const { status, body } = await call();
  if (status >= 300) say({ failed: place, status, text: new TextDecoder().decode(body) });
  else say({ place, fact });
}

const put = { "x-ms-blob-type": "BlockBlob" };
const id = (text: string) => Buffer.from(text).toString("base64");
for (let turn = 0; turn < 3; turn++) {
  const box = `box${turn}`;
  await step(`container ${box}`, "", () => plane.blob("PUT", `/${box}?restype=container`));
  const small = Buffer.from(`small ${turn}`);
  await step(`blob ${box}/small`, digest(small), () =>
    plane.blob("PUT", `/${box}/small`, { headers: put, body: small }),
  );
  const large = Buffer.alloc(6 * 1024 * 1024, `large ${turn}`);
  await step(`blob ${box}/large`, digest(large), () =>
    plane.blob("PUT", `/${box}/large`, { headers: put, body: large }),
  );
  for (const block of ["a", "b"])
    await step(`block ${box}/blocks ${block}`, null, () =>
      plane.blob("PUT", `/${box}/blocks?comp=block&blockid=${encodeURIComponent(id(block))}`, {
        body: `${block}${turn}`,
      }),
    );
  await step(`blob ${box}/blocks`, digest(Buffer.from(`b${turn}a${turn}`)), () =>
    plane.blob("PUT", `/${box}/blocks?comp=blocklist`, {
      body: `<BlockList><Latest>${id("b")}</Latest><Latest>${id("a")}</Latest></BlockList>`,
    }),
  );
  await step(`blob ${box}/append`, digest(Buffer.alloc(0)), () =>
    plane.blob("PUT", `/${box}/append`, { headers: { "x-ms-blob-type": "AppendBlob" } }),
  );
  for (const [index, text] of ["one", "onetwo"].entries())
    await step(`blob ${box}/append`, digest(Buffer.from(text)), () =>
      plane.blob("PUT", `/${box}/append?comp=appendblock`, { body: index === 0 ? "one" : "two" }),
    );
  await step(`blob ${box}/copy`, digest(small), () =>
    plane.blob("PUT", `/${box}/copy`, {
      headers: { "x-ms-copy-source": `https://${account}.blob.aro.test/${box}/small` },
    }),
  );
  const again = Buffer.from(`again ${turn}`);
  await step(`blob ${box}/small`, digest(again), () =>
    plane.blob("PUT", `/${box}/small`, { headers: put, body: again }),
  );
  await step(`blob ${box}/large`, null, () => plane.blob("DELETE", `/${box}/large`));
  if (turn === 1) await step("container box0", null, () => plane.blob("DELETE", "/box0?restype=container"));
  for (const value of ["first", "second"])
    await step(`secret s${turn}`, value, () => plane.vault("PUT", `/secrets/s${turn}`, { value }));
  await step(`secret gone${turn}`, "x", () => plane.vault("PUT", `/secrets/gone${turn}`, { value: "x" }));
  await step(`secret gone${turn}`, null, () => plane.vault("DELETE", `/secrets/gone${turn}`));
  const policy = { issuer: { name: "Self" }, key_props: { kty: "EC" }, x509_props: { subject: "CN=a" } };
  await step(`order c${turn}`, "", () => plane.vault("POST", `/certificates/c${turn}/create`, { policy }));
}
say({ done: writes });
process.exit(0);
