/** The value at a path of members and indexes: `status.conditions.0.type`; undefined when it leads nowhere. */
export function valueIn(object: unknown, path: string): unknown {
  let value = object;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
