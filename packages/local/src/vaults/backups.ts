import { createCipheriv, createDecipheriv } from "node:crypto";
import { type Doc, isDoc, records, text } from "../documents/document.ts";
import { json } from "../wall/answers.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "./call.ts";
import { conflict, refuseIfDeleted } from "./lives.ts";
import { here } from "./object-names.ts";
import type { ObjectVersion } from "./objects.ts";
import { badParameter } from "./refusal.ts";
import type { VaultKind } from "./vault.ts";

const algorithm = "aes-256-gcm";
/** Nobody's vault: what all vaults share. */
const everywhere = "";

/** The key under which backups are sealed, so that nobody reads or makes one: it never leaves the cloud. */
function sealingKey({ objects, random }: VaultDeps): Buffer {
  const kept = objects.setting(everywhere, "backup-key");
  if (kept !== undefined) return Buffer.from(text(kept["key"]), "base64");
  const made = Buffer.from(random.bytes(32));
  objects.transaction(() => objects.setSetting(everywhere, "backup-key", { key: made.toString("base64") }));
  return made;
}

function seal(value: Doc, deps: VaultDeps): string {
  const iv = Buffer.from(deps.random.bytes(12));
  const cipher = createCipheriv(algorithm, sealingKey(deps), iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

function open(sealed: string, deps: VaultDeps): Doc {
  const bytes = Buffer.from(sealed, "base64url");
  try {
    const decipher = createDecipheriv(algorithm, sealingKey(deps), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const value: unknown = JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(),
    );
    if (isDoc(value)) return value;
  } catch {
    // Said below.
  }
  throw badParameter("Property value has invalid value: it is no backup of this cloud.");
}

/** Taking an object with all its versions out of a vault, and putting it into one: for kinds that have no parts elsewhere. */
export function backupOperations(
  kind: Exclude<VaultKind, "certificates">,
  shown: (call: VaultCall, one: ObjectVersion) => Doc,
): VaultOperation[] {
  return [
    {
      method: "POST",
      path: `/${kind}/{name}/backup`,
      kind,
      permissions: ["backup"],
      action: `${kind}/backup/action`,
      run: (call, deps) => {
        const { name } = here(call, kind, deps);
        const versions = deps.objects.versions({ instance: call.vault.instance, kind }, name, "", 10_000);
        return json(200, { value: seal({ kind, name, versions: versions.map((one) => ({ ...one })) }, deps) });
      },
    },
    {
      method: "POST",
      path: `/${kind}/restore`,
      kind,
      permissions: ["restore"],
      action: `${kind}/restore/action`,
      body: { "value!": "base64url" },
      run: (call, deps) => {
        const { vault, now } = call;
        const backup = open(text(call.body["value"]), deps);
        const name = text(backup["name"]);
        if (backup["kind"] !== kind)
          throw badParameter(`Property value has invalid value: it is a backup of ${text(backup["kind"])}.`);
        const place = { instance: vault.instance, kind };
        const versions = records(backup["versions"]) as unknown as ObjectVersion[];
        deps.objects.transaction(() => {
          refuseIfDeleted(vault, kind, name, now, deps.objects);
          if (deps.objects.latest(place, name) !== undefined)
            throw conflict(`An object named ${name} already exists in this vault; a backup is not restored over it.`);
          for (const one of versions) deps.objects.put(place, one);
        });
        return json(200, shown(call, here({ ...call, parameters: { name } }, kind, deps)));
      },
    },
  ];
}
