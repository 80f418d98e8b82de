import { remembered } from "../wall/remembered.ts";

/**
 * Members of models, as the generator writes them. A member's type is `[-|*]KIND[[]…]`: `-` read-only, `*` required;
 * KIND is string, number, boolean, date, any, `{KIND}` (a map), `#Set` (one of the set's values) or a model's name.
 */
export interface Models {
  readonly models: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** A member of a model. */
export interface Member {
  name: string;
  readOnly: boolean;
  required: boolean;
  kind: Kind;
}

/** What a member holds. */
export type Kind =
  | { is: "string" | "number" | "boolean" | "date" | "any" }
  | { is: "set"; set: string }
  | { is: "map" | "list"; of: Kind }
  | { is: "model"; model: string };

const kindOf = (text: string): Kind => {
  if (text.endsWith("[]")) return { is: "list", of: kindOf(text.slice(0, -2)) };
  if (text.startsWith("{")) return { is: "map", of: kindOf(text.slice(1, -1)) };
  if (text.startsWith("#")) return { is: "set", set: text.slice(1) };
  if (text === "string" || text === "number" || text === "boolean" || text === "date" || text === "any")
    return { is: text };
  return { is: "model", model: text };
};

/** The members of each model, by their names in lower case. */
export type Members = (model: string) => ReadonlyMap<string, Member>;

/** The members of some SDK's models, each model read when it is first asked for. */
export const createMembers = ({ models }: Models): Members =>
  remembered((model) => {
    const members = new Map<string, Member>();
    for (const [name, text] of Object.entries(models[model] ?? {})) {
      const readOnly = text.startsWith("-");
      const required = text.startsWith("*");
      members.set(name.toLowerCase(), { name, readOnly, required, kind: kindOf(text.replace(/^[-*]/, "")) });
    }
    return members;
  });
