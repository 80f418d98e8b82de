import type { View } from "../../resources/act.ts";
import { type Doc, text } from "../../resources/document.ts";
import type { ViewRow } from "../type-row.ts";
import { registryChecker, registryVersions } from "./base.ts";
import { namePlace } from "./registries.ts";

function nameAvailability({ engine, body }: View): Doc {
  const name = text(body["name"]);
  if (!/^[A-Za-z0-9]{5,50}$/.test(name))
    return {
      nameAvailable: false,
      reason: "Invalid",
      message: `The specified resource name '${name}' is not valid: it has 5 to 50 letters and digits.`,
    };
  const holder = engine.rows.value(namePlace(name));
  if (holder !== undefined && engine.rows.has(holder))
    return { nameAvailable: false, reason: "AlreadyExists", message: `The registry ${name} is already in use.` };
  return { nameAvailable: true };
}

/** What Microsoft.ContainerRegistry answers besides its registries. */
export const registryViews = (): readonly ViewRow[] => [
  {
    type: "Microsoft.ContainerRegistry/checkNameAvailability",
    ends: "type",
    verb: "POST",
    apiVersions: registryVersions,
    body: { checker: registryChecker, model: "RegistryNameCheckRequest" },
    what: "whether a registry's name is free and well formed",
    evidence: "documented",
    answer: nameAvailability,
  },
];
