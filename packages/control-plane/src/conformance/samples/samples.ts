import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, seededRandom } from "@aro/runtime";
import { parse } from "yaml";
import type { Definition } from "../../custom/definition.ts";
import type { Schema } from "../../schemas/schema.ts";
import { sampleOf } from "./generate.ts";
import { allWays, spoiled } from "./spoil.ts";

/** Published definitions, one a file, beside the checkout. */
export const folder = join(import.meta.dirname, "../../../../../../shared/data/crds");

/** An object to be tried. */
export interface Sample {
  title: string;
  object: object;
}

/** The published definitions in the order of their names; undefined where they are not at hand. */
export function publishedDefinitions(): Definition[] | undefined {
  if (!existsSync(folder)) return undefined;
  return ["hive", "openshift"].flatMap((group) =>
    readdirSync(join(folder, group))
      .sort()
      .map((file) => parse(readFileSync(join(folder, group, file), "utf8"), withoutNull) as Definition),
  );
}

/** A member without a value is as good as absent. */
const withoutNull = (_: unknown, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value;

const wholeOnes = 4;
const spoiledOnes = 12;
/** FNV-1a, so that a definition's samples are its own whatever stands before it. */
const seedOf = (text: string): number =>
  Array.from(text).reduce((hash, sign) => Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);

/** Objects of a definition, in the version that it stores: some whole, some wrong in one way. Always the same ones. */
export function samplesOf(definition: Definition): Sample[] {
  const { group, names, versions } = definition.spec;
  const version = versions.find(({ storage }) => storage) ?? versions[0];
  const schema = version?.schema?.openAPIV3Schema;
  if (version === undefined || schema === undefined) return [];
  const random = seededRandom(seedOf(definition.metadata.name));
  const whole = () => ({
    ...(sampleOf(withoutMetadata(schema), random) as object),
    apiVersion: `${group}/${version.name}`,
    kind: names.kind,
    metadata: { name: random.integer(2) === 0 ? "cluster" : "sample" },
  });
  const made: Sample[] = [];
  for (let index = 0; index < wholeOnes; index++) made.push({ title: `whole ${index}`, object: whole() });
  for (const way of shuffled(allWays, random)) {
    if (made.length >= wholeOnes + spoiledOnes) break;
    const wrong = spoiled(schema, whole(), way, random);
    if (wrong !== undefined) made.push({ title: `${way}: ${wrong.path}`, object: wrong.object });
  }
  return made;
}

const withoutMetadata = ({ properties = {}, required = [], ...schema }: Schema): Schema => ({
  ...schema,
  required: required.filter((name) => name in properties),
  properties: Object.fromEntries(
    Object.entries(properties).filter(([name]) => !["apiVersion", "kind", "metadata"].includes(name)),
  ),
});

function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const made = [...values];
  for (let index = made.length - 1; index > 0; index--) {
    const other = random.integer(index + 1);
    [made[index], made[other]] = [made[other] as Value, made[index] as Value];
  }
  return made;
}
