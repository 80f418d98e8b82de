import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../objects/object.ts";

let read: readonly KubeObject[] | undefined;

/** Roles, bindings, priority classes, flow schemas and priority levels of a fresh control plane, as a real one makes them. */
export function firstObjects(): readonly KubeObject[] {
  read ??= JSON.parse(
    readFileSync(join(import.meta.dirname, "generated/first-objects.json"), "utf8"),
  ) as readonly KubeObject[];
  return read;
}
