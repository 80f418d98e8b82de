import { type Doc, isDoc, type Value } from "../../documents/document.ts";
import type { Subject } from "../../resources/subject.ts";

const member = (value: Value | undefined, name: string): Value | undefined => {
  if (!isDoc(value)) return undefined;
  const found = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : value[found];
};

/** Aliases leave `properties` out: a member is one of the object, or of its properties. */
const through = (value: Value | undefined, name: string): Value | undefined => {
  const inside = member(member(value, "properties"), name);
  return inside === undefined ? member(value, name) : inside;
};

/** What a path of an alias leads to: one value, or those of every element where it has `[*]`. */
function follow(body: Doc, path: readonly string[]): { each: boolean; values: (Value | undefined)[] } {
  let values: (Value | undefined)[] = [body];
  let each = false;
  for (const step of path) {
    const name = step.replaceAll("[*]", "");
    values = values.map((one) => (name === "" ? one : through(one, name)));
    for (let left = step.split("[*]").length - 1; left > 0; left--) {
      each = true;
      values = values.flatMap((one) => (Array.isArray(one) ? one : []));
    }
  }
  return { each, values };
}

/** The tag that a field names; undefined when it names none. */
export const tagName = (field: string): string | undefined =>
  /^tags\['(.*)'\]$/i.exec(field)?.[1] ?? /^tags\[(.*)\]$/i.exec(field)?.[1] ?? /^tags\.(.+)$/i.exec(field)?.[1];

/** The alias of a field below a type, taken apart; undefined when the field is another type's. */
function aliasPath(field: string, type: string): string[] | undefined {
  if (!field.toLowerCase().startsWith(`${type.toLowerCase()}/`)) return undefined;
  return field.slice(type.length + 1).split(/[./]/);
}

/** What stands at a field of a resource. `each` tells that every element is asked, so that there may be none. */
export function fieldOf(subject: Subject, field: string): { each: boolean; values: (Value | undefined)[] } {
  const one = (value: Value | undefined) => ({ each: false, values: [value] });
  switch (field.toLowerCase()) {
    case "name":
      return one(subject.name);
    case "fullname":
      return one(subject.fullName);
    case "type":
      return one(subject.type);
    case "id":
      return one(subject.id);
    case "location":
      return one(subject.location);
    case "kind":
      return one(member(subject.body, "kind"));
    case "tags":
      return one(member(subject.body, "tags"));
    case "identity.type":
      return one(member(member(subject.body, "identity"), "type"));
    default: {
      const tag = tagName(field);
      if (tag !== undefined) return one(member(member(subject.body, "tags"), tag));
      const path = aliasPath(field, subject.type);
      return path === undefined ? one(undefined) : follow(subject.body, path);
    }
  }
}

/** Whether a policy may name this field: a resource's own, a tag, or an alias of the form `Namespace/type/…`. */
export const isField = (field: string): boolean =>
  ["name", "fullname", "type", "id", "location", "kind", "tags", "identity.type"].includes(field.toLowerCase()) ||
  tagName(field) !== undefined ||
  /^[A-Za-z]+\.[A-Za-z.]+\/[A-Za-z]+\/.+$/.test(field);
