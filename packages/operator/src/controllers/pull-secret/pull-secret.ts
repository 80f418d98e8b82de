import { isDeepStrictEqual } from "node:util";
import { kinds, retryOnConflict, type Secret } from "@aro/kubernetes";
import { isOn, operatorNames } from "@aro/operator-objects";
import { clusterKind, readCluster } from "../../cluster/cluster-object.ts";
import { reportDegraded, reportWell } from "../../cluster/controller-conditions.ts";
import type { Controller, OperatorContext } from "../../runtime/controller.ts";
import { clusterChange, secretNamed } from "../../runtime/watches.ts";
import { readAuths, redHatKeysIn } from "./auths.ts";
import { configText, pullSecretPlace, type Repair, repairOf } from "./repair.ts";

const name = "PullSecret";
const backupPlace = { namespace: operatorNames.namespace, name: operatorNames.pullSecret } as const;

/** Keeps our registries in the cluster's pull secret, and tells which of Red Hat's are there (spec 04 §6.25). */
export const pullSecret: Controller = {
  name,
  watches: [
    clusterChange,
    secretNamed(pullSecretPlace.namespace, pullSecretPlace.name),
    secretNamed(backupPlace.namespace, backupPlace.name),
  ],
  reconcile: async (context, _key, signal) => {
    const { spec } = await readCluster(context, signal);
    if (!isOn(spec.operatorflags, "aro.pullsecret.enabled")) return {};
    let secret = await context.client.get(kinds.Secret, pullSecretPlace, signal);
    if (isOn(spec.operatorflags, "aro.pullsecret.managed")) {
      const backup = await context.client.get(kinds.Secret, backupPlace, signal);
      if (backup === undefined) throw new Error(`there is no secret ${backupPlace.namespace}/${backupPlace.name}`);
      secret = (await repair(context, repairOf(secret, backup), secret, signal)) ?? secret;
    }
    const keys = keysIn(secret);
    try {
      await tellKeys(context, keys, signal);
    } catch (error) {
      await reportDegraded(context, name, error, signal);
      throw error;
    }
    await reportWell(context, name, signal);
    return {};
  },
};

/** Does it and counts it; what was written, if anything. A secret's type cannot be changed, so the old one goes first. */
async function repair(
  { client, metrics, log }: OperatorContext,
  wanted: Repair,
  former: Secret | undefined,
  signal: AbortSignal,
): Promise<Secret | undefined> {
  if (wanted.kind === "nothing") return undefined;
  log.info("pullsecret.repaired", { by: wanted.kind });
  if (wanted.kind === "recreate" && former !== undefined)
    await client.delete(
      kinds.Secret,
      pullSecretPlace,
      signal,
      former.metadata.uid === undefined ? {} : { uid: former.metadata.uid },
    );
  try {
    const written =
      wanted.kind === "recreate"
        ? await client.create(kinds.Secret, wanted.secret, signal)
        : await client.update(kinds.Secret, wanted.secret, signal);
    metrics.count("aro_pullsecret_remediation", { result: "success" });
    return written;
  } catch (error) {
    metrics.count("aro_pullsecret_remediation", { result: "error" });
    throw error;
  }
}

function keysIn(secret: Secret | undefined): string[] {
  const text = secret === undefined ? undefined : configText(secret);
  if (text === undefined) return [];
  const where = `secret ${pullSecretPlace.namespace}/${pullSecretPlace.name}`;
  const auths = readAuths(text, where);
  if (auths === "unreadable") throw new Error(`${where} has no JSON`);
  return redHatKeysIn(auths);
}

async function tellKeys(context: OperatorContext, keys: string[], signal: AbortSignal): Promise<void> {
  const write = async (): Promise<void> => {
    const cluster = await readCluster(context, signal);
    if (isDeepStrictEqual(cluster.status?.redHatKeysPresent ?? [], keys)) return;
    const status = { ...cluster.status, redHatKeysPresent: keys };
    await context.client.update(clusterKind, { ...cluster, status }, signal, "status");
  };
  await retryOnConflict(write, context, signal);
}
