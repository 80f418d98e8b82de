import type { Json, JsonObject } from "../../documents/json.ts";

/** Gives `object` a member of its own. One named `__proto__` is a member like any other: assignment would take it for the prototype. */
export function setOwn(object: JsonObject, name: string, value: Json | undefined): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
