import type { SystemData } from "@aro/api";

const members = [
  "createdBy",
  "createdByType",
  "createdAt",
  "lastModifiedBy",
  "lastModifiedByType",
  "lastModifiedAt",
] as const satisfies readonly (keyof SystemData)[];

/** What ARM says in `x-ms-arm-resource-system-data`; undefined when the header is no JSON object. Its content is personal: it is never logged (ARM-SYS-05). */
export function parseSystemData(header: string): SystemData | undefined {
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return onlyTexts(value as Record<string, unknown>);
}

function onlyTexts(value: Record<string, unknown>): SystemData {
  const texts: { -readonly [Name in (typeof members)[number]]?: string } = {};
  for (const name of members) {
    const text = value[name];
    if (typeof text === "string" && text !== "") texts[name] = text;
  }
  return texts;
}
