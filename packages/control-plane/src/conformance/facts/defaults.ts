import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fact, fact, type World } from "../fact.ts";

interface Sample {
  title: string;
  groupVersion: string;
  plural: string;
  namespaced: boolean;
  sent: { metadata: { name: string; [member: string]: unknown }; [member: string]: unknown };
  /** What the real one made of it; names in angle brackets stand for what differs from one object to the next. */
  made: object;
}

/** Recorded by tools/record-defaults.ts. */
const samples = JSON.parse(readFileSync(join(import.meta.dirname, "defaults.json"), "utf8")) as Sample[];

/** An object without what is its own: uid, version, times, addresses that were given out, and who owns which field. */
export function general(object: unknown, name: string, uid: string): unknown {
  const plain = (value: unknown, key = ""): unknown => {
    if (value === uid) return "<uid>";
    if (key === "name" && value === name) return "<name>";
    if (typeof value === "string" && /^10\.0\.0\.\d+$/.test(value)) return "<address>";
    if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return "<time>";
    if (typeof value === "string" && /^kube-api-access-\w{5}$/.test(value)) return "<token volume>";
    if (Array.isArray(value)) return value.map((one) => plain(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([member]) => !["resourceVersion", "managedFields", "creationTimestamp", "namespace"].includes(member))
        .map(([member, held]) => [member, plain(held, member)]),
    );
  };
  return plain(object);
}

/** Makes a sample. Objects of the whole cluster get a name that nobody else has, and are removed afterwards. */
export async function makeSample(world: World, { groupVersion, plural, namespaced, sent }: Sample) {
  const root = groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  const path = namespaced ? `${root}/namespaces/${world.namespace}/${plural}` : `${root}/${plural}`;
  await world.eventually(async () =>
    assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
  );
  const name = namespaced || sent.metadata.name.includes(".") ? sent.metadata.name : world.unique(sent.metadata.name);
  const made = await world.admin.call("POST", path, { body: { ...sent, metadata: { ...sent.metadata, name } } });
  if (!namespaced) world.afterwards(() => world.admin.call("DELETE", `${path}/${name}`));
  assert.equal(made.status, 201, made.text);
  return general(made.json, name, made.json.metadata.uid);
}

/** What built-in kinds are when little is said of them. */
export const defaults: readonly Fact[] = samples.map((sample) =>
  fact(`${sample.title} is completed as the real one completes it`, async (world) =>
    assert.deepEqual(await makeSample(world, sample), sample.made),
  ),
);
