import { systemClock } from "@aro/runtime";
import type { Definition } from "../../custom/definition.ts";
import type { Answer, Client } from "../client.ts";
import { samplesOf } from "./samples.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const patience = 30_000;

/** What an engine says of an object: status code and reason, and the paths that it finds fault with. */
export function verdictOf({ status, json, text }: Answer): string {
  if (status < 300) return String(status);
  const causes = ((json?.details?.causes ?? []) as { field?: string }[]).map(({ field }) => field ?? "");
  const unknown = [...text.matchAll(/unknown field \\"([^\\]+)\\"/g)].map(([, path]) => `unknown ${path}`);
  const paths = [...new Set([...causes, ...unknown])].sort();
  return [String(status), json?.reason ?? "", ...paths].join(" ").trim();
}

/** Makes a definition, tries its samples without keeping them, and removes it. */
async function tryDefinition(admin: Client, definition: Definition): Promise<string[]> {
  const { group, names, scope, versions } = definition.spec;
  const version = versions.find(({ storage }) => storage)?.name ?? "";
  const made = await admin.call("POST", definitions, { body: definition });
  if (made.status !== 201) return [`no definition: ${verdictOf(made)}`];
  const path = `/apis/${group}/${version}/${scope === "Namespaced" ? "namespaces/default/" : ""}${names.plural}`;
  const until = systemClock.monotonic() + patience;
  while ((await admin.call("GET", `${path}?limit=1`)).status !== 200) {
    if (systemClock.monotonic() > until) throw new Error(`${definition.metadata.name} is not served`);
    await systemClock.sleep(20);
  }
  const verdicts: string[] = [];
  for (const { object } of samplesOf(definition))
    verdicts.push(verdictOf(await admin.call("POST", `${path}?dryRun=All&fieldValidation=Strict`, { body: object })));
  await admin.call("DELETE", `${definitions}/${definition.metadata.name}`);
  return verdicts;
}

/** Verdicts by the definition's name, in the order of its samples. */
export type Verdicts = Readonly<Record<string, readonly string[]>>;

const atOnce = 4;

/** Tries definitions, some at a time. */
export async function tryDefinitions(
  admin: Client,
  definitions: readonly Definition[],
): Promise<Record<string, string[]>> {
  const waiting = [...definitions];
  const made: Record<string, string[]> = {};
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
      made[one.metadata.name] = await tryDefinition(admin, one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return made;
}

/** Where one engine says otherwise than the other. */
export const differences = (definitions: readonly Definition[], one: Verdicts, other: Verdicts): string[] =>
  definitions.flatMap((definition) => {
    const { name } = definition.metadata;
    return samplesOf(definition).flatMap(({ title }, index) => {
      const [a, b] = [one[name]?.[index], other[name]?.[index]];
      return a === b ? [] : [`${name}, ${title}\n  ${a}\n  ${b}`];
    });
  });
