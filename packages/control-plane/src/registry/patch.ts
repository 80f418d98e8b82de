import { apiVersionOf } from "../kinds/kind.ts";
import { copyOf } from "../objects/json.ts";
import type { KubeObject, ManagedFields } from "../objects/object.ts";
import type { FieldConflict } from "../patches/patches.ts";
import { ApiStatus, type Cause } from "../status/status.ts";
import { createDecoded, placed } from "./create.ts";
import { decode } from "./decode.ts";
import { type Desk, timestamp } from "./desk.ts";
import { modified, notFound, qualified } from "./failures.ts";
import { stored } from "./read.ts";
import type { Patch, Shown, Target, WriteOptions } from "./registry.ts";
import { replace } from "./update.ts";

/** Changes an object by a patch, or makes it when the patch is an apply. */
export function patch(
  desk: Desk,
  target: Target,
  change: Patch,
  options: WriteOptions,
): { shown: Shown; created: boolean } {
  const { kind, namespace, name } = target;
  const before = stored(desk, kind, namespace, name)?.object();
  if (change.type === "apply") return apply(desk, target, change, before, options);
  if (before === undefined) throw notFound(kind, name);
  const { patches } = desk;
  if (change.type === "strategic" && kind.custom)
    throw new ApiStatus(
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
    );
  const patched =
    change.type === "json"
      ? patches.json(before, change.body)
      : change.type === "merge"
        ? patches.merge(before, change.body)
        : patches.strategic(kind.schema, before, change.body);
  const object = decode(desk, kind, patched, options);
  if (object.metadata.resourceVersion !== before.metadata.resourceVersion) {
    if (object.metadata.resourceVersion !== undefined && object.metadata.resourceVersion !== "")
      throw modified(kind, name);
    object.metadata.resourceVersion = before.metadata.resourceVersion;
  }
  if (object.metadata.name !== name) throw renamed(object.metadata.name, name);
  placeAgain(target, object);
  return { shown: replace(desk, target, object, before, options), created: false };
}

/** A patch moves nothing to another namespace; what it says of the namespace of what has none is passed over. */
function placeAgain({ kind, namespace }: Target, object: KubeObject): void {
  if (!kind.namespaced) delete object.metadata.namespace;
  else placed(kind, namespace, object);
}

const renamed = (found: string | undefined, name: string): ApiStatus =>
  new ApiStatus("BadRequest", `the name of the object (${found ?? ""}) does not match the name on the URL (${name})`);

function apply(
  desk: Desk,
  target: Target,
  { body, force }: Extract<Patch, { type: "apply" }>,
  before: KubeObject | undefined,
  options: WriteOptions,
): { shown: Shown; created: boolean } {
  const { kind, namespace, name, subresource } = target;
  if (body.metadata?.managedFields !== undefined)
    throw new ApiStatus("BadRequest", "metadata.managedFields must be nil");
  const config: KubeObject = copyOf(body);
  config.metadata ??= { name } as KubeObject["metadata"];
  config.metadata.name ??= name;
  if (config.metadata.name !== name) throw renamed(config.metadata.name, name);
  if (config.metadata.resourceVersion !== undefined && before === undefined) throw modified(kind, name);
  // The configuration must be readable as an object, but its defaults and what it leaves out are not the applier's wishes.
  decode(desk, kind, config, options);
  const applied = desk.patches.apply(
    kind.schema,
    before,
    config,
    {
      manager: options.fieldManager,
      apiVersion: apiVersionOf(kind),
      time: timestamp(desk),
      ...(subresource === undefined ? {} : { subresource }),
    },
    force,
  );
  if (applied.outcome === "refused") throw new ApiStatus("BadRequest", applied.message);
  if (applied.outcome === "conflict") throw conflicting(target, applied.conflicts);
  const fields = applied.object.metadata.managedFields;
  const object = decode(desk, kind, applied.object, { ...options, fieldValidation: "Ignore" });
  if (before === undefined) {
    if (subresource !== undefined) throw notFound(kind, name);
    object.metadata.managedFields = fields as ManagedFields[];
    return { shown: createDecoded(desk, kind, namespace, object, options, true), created: true };
  }
  placeAgain(target, object);
  return { shown: replace(desk, target, object, before, options, true), created: false };
}

/** Appliers are known by their names; others also by the version in which they wrote. */
function shownManager({ manager, subresource, apiVersion, operation }: FieldConflict): string {
  const through = subresource === undefined ? "" : ` with subresource "${subresource}"`;
  if (operation === "Apply") return `"${manager}"${through}`;
  return `"${manager}"${through} using ${apiVersion}`;
}

/** 409 that names every field and its owner. */
function conflicting({ kind, name }: Target, conflicts: readonly FieldConflict[]): ApiStatus {
  const byManager = Map.groupBy(conflicts, shownManager);
  const parts = [...byManager].map(([manager, fields]) =>
    fields.length === 1
      ? `conflict with ${manager}: ${fields[0]?.field}`
      : `conflicts with ${manager}:\n${fields.map(({ field }) => `- ${field}`).join("\n")}`,
  );
  const count = conflicts.length === 1 ? "1 conflict" : `${conflicts.length} conflicts`;
  const causes: Cause[] = conflicts.map((one) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${shownManager(one)}`,
    field: one.field,
  }));
  return new ApiStatus("Conflict", `Apply failed with ${count}: ${parts.join("\n")}`, {
    name,
    ...(kind.group === "" ? {} : { group: kind.group }),
    kind: qualified({ group: "", plural: kind.plural }),
    causes,
  });
}
