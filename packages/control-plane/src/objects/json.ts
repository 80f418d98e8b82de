/** A copy of a JSON value that shares nothing with it. Objects are many and small, for which `structuredClone` is several times slower. */
export function copyOf<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = copyOf((value as Record<string, unknown>)[name]);
    // An assignment to `__proto__` would make no member.
    if (name === "__proto__")
      Object.defineProperty(made, name, { value: member, enumerable: true, writable: true, configurable: true });
    else made[name] = member;
  }
  return made as Value;
}

/** Whether two JSON values say the same, whatever the order of their members; a member that is undefined is none. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => isSame(item, other[index]));
  }
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const name of Object.keys(left))
    if (!isSame(left[name], Object.hasOwn(right, name) ? right[name] : undefined)) return false;
  for (const name of Object.keys(right)) if (right[name] !== undefined && !Object.hasOwn(left, name)) return false;
  return true;
}
