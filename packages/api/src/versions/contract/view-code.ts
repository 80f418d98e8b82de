import type { Json, JsonObject } from "../../documents/json.ts";
import { emptyItem, type ObjectPlace, type Place } from "./place.ts";

/** Shows a resource; undefined where there is nothing to be shown. */
export type Show = (resource: JsonObject) => JsonObject | undefined;

/**
 * Code that shows what lies at `root`, written from its places: each member by its name, so that V8 remembers where it lies. A walk over the places looks every member up anew,
 * those that are not there too, and takes three times as long (decision 26). The text is made of nothing but the names of the contract.
 */
export function showCode(root: ObjectPlace): Show {
  const functions: string[] = [];
  const constants: unknown[] = [];
  const constant = (value: unknown): string => `c${constants.push(value) - 1}`;
  /** The text of an expression: what is shown of `value`, itself the text of one. */
  const shown = (place: Place, value: string): string =>
    place.kind === "scalar" ? `${constant(place.shown)}(${value})` : `${functionFor(place)}(${value})`;
  const functionFor = (place: Exclude<Place, { kind: "scalar" }>): string => {
    const body = bodyFor(place);
    return `f${functions.push(`function f${functions.length}(value) { ${body} }`) - 1}`;
  };
  const bodyFor = (place: Exclude<Place, { kind: "scalar" }>): string => {
    switch (place.kind) {
      case "list": {
        const empty = JSON.stringify(emptyItem(place));
        return `if (!Array.isArray(value) || value.length === 0) return undefined; return value.map((item) => ${shown(place.item, "item")} ?? ${empty});`;
      }
      case "map":
        return `return ${constant(showMap)}(value, (entry) => ${shown(place.entry, "entry")});`;
      case "object": {
        const absent = place.alwaysShown ? "value = {};" : `return ${place.isEntry ? "{}" : "undefined"};`;
        const members = place.replied.map(([name, inner]) => {
          const member = JSON.stringify(name);
          return `one = ${shown(inner, `value[${member}]`)}; if (one !== undefined) result[${member}] = one;`;
        });
        const lacks =
          place.needs === undefined
            ? ""
            : `if (result[${JSON.stringify(place.needs)}] === undefined) return undefined;`;
        return `if (typeof value !== "object" || value === null || Array.isArray(value)) ${absent} const result = {}; let one; ${members.join(" ")} ${lacks} return result;`;
      }
    }
  };
  const top = functionFor(root);
  const names = constants.map((_, index) => `c${index}`);
  // oxlint-disable-next-line typescript/no-implied-eval -- nothing but names of the contract's members, quoted
  return new Function(...names, `"use strict"; ${functions.join("\n")} return ${top};`)(...constants) as Show;
}

function showMap(value: Json | undefined, show: (entry: Json | undefined) => Json | undefined): JsonObject | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([key, entry]): [string, Json] => [key, show(entry) ?? ""]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
