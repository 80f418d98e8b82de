import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
let loaded: typeof import("yaml") | undefined;

/** The YAML library, loaded by the first who needs it: a process in a cluster reads JSON only, and 9 MB are much of its memory. */
function library(): typeof import("yaml") {
  loaded ??= require("yaml") as typeof import("yaml");
  return loaded;
}

/** What a text of YAML says; JSON, which is YAML, is read without the library. @throws Error where it is neither. */
export function parseYaml(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return library().parse(text);
  try {
    return JSON.parse(text);
  } catch {
    // A flow mapping begins as JSON does.
    return library().parse(text);
  }
}

/** A value as YAML. */
export const yamlText = (value: unknown): string => library().stringify(value);
