/** Sets a member that is absent. */
export function fill(holder: Record<string, unknown>, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members))
    if (holder[name] === undefined || holder[name] === null) holder[name] = structuredClone(value);
}

export type Members = Record<string, unknown>;

/** A member that is an object; an empty one, put there, when it is absent. */
export function part(holder: Members, name: string): Members {
  const held = holder[name];
  if (typeof held === "object" && held !== null && !Array.isArray(held)) return held as Members;
  const made: Members = {};
  holder[name] = made;
  return made;
}

/** A member that is an object, when it is there. */
export const optional = (holder: Members, name: string): Members | undefined => {
  const held = holder[name];
  return typeof held === "object" && held !== null && !Array.isArray(held) ? (held as Members) : undefined;
};

/** The objects of a member that is a list; none when it is absent. */
export const each = (holder: Members, name: string): Members[] => {
  const held = holder[name];
  return Array.isArray(held) ? held.filter((one): one is Members => typeof one === "object" && one !== null) : [];
};
