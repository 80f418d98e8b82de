import { isDoc, text, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";

type Match = (row: Row) => boolean;

const refuse = (filter: string): Refusal =>
  new Refusal(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);

/** The part of OData that ARM's listings know: eq, ne, and, or, parentheses, substringof, startswith. */
const grammar = /\s*(?:'((?:[^']|'')*)'|([A-Za-z][\w/.]*)|([(),]))/y;

/** Parentheses within each other. Assumed: each is a call on the stack. */
const deepest = 100;

interface Token {
  text: string;
  quoted: boolean;
}

function tokens(filter: string): Token[] {
  const found: Token[] = [];
  const scan = new RegExp(grammar.source, "y");
  const trimmed = filter.trim();
  while (scan.lastIndex < trimmed.length) {
    const match = scan.exec(trimmed);
    if (match === null) throw refuse(filter);
    const [, quoted, word, sign] = match;
    found.push({ text: quoted?.replaceAll("''", "'") ?? word ?? sign ?? "", quoted: quoted !== undefined });
  }
  return found;
}

const tagsOf = (row: Row): [string, string][] => {
  const tags: Value | undefined = row.body["tags"];
  return isDoc(tags) ? Object.entries(tags).map(([name, value]) => [name, text(value)]) : [];
};

/** What a member of a filter means; tagName and tagValue are looked up by their own rule below. */
const memberOf = (row: Row, member: string): string => {
  switch (member) {
    case "resourcetype":
      return row.type;
    case "resourcegroup":
      return row.group.split("/").at(-1) ?? "";
    case "name":
      return row.name;
    case "location":
      return row.location;
    case "identity/principalid":
      return "";
    default:
      return text(row.body["managedBy"]);
  }
};

/** Whether a row meets `$filter`; refuses a filter that cannot be read or names a member the list does not filter by. */
export function compileFilter(filter: string | undefined, members: readonly string[]): Match {
  if (filter === undefined || filter.trim() === "") return () => true;
  const found = tokens(filter);
  let at = 0;
  let tagName: string | undefined;
  const next = (): Token => {
    const token = found[at++];
    if (token === undefined) throw refuse(filter);
    return token;
  };
  const expect = (sign: string): void => {
    const token = next();
    if (token.quoted || token.text.toLowerCase() !== sign) throw refuse(filter);
  };
  const member = (token: Token): string => {
    const name = token.text.toLowerCase();
    if (token.quoted || !members.includes(name)) throw refuse(filter);
    return name;
  };
  const literal = (): string => {
    const token = next();
    if (!token.quoted) throw refuse(filter);
    return token.text;
  };
  let depth = 0;
  const single = (): Match => {
    const token = next();
    if (token.quoted) throw refuse(filter);
    const word = token.text.toLowerCase();
    if (word === "(") {
      if (++depth > deepest) throw refuse(filter);
      const inner = either();
      expect(")");
      depth--;
      return inner;
    }
    if (word === "substringof" || word === "startswith") {
      expect("(");
      const substring = word === "substringof";
      const one = substring ? literal() : member(next());
      expect(",");
      const other = substring ? member(next()) : literal();
      expect(")");
      const [name, part] = substring ? [other, one] : [one, other];
      const wanted = part.toLowerCase();
      return (row) => {
        const value = memberOf(row, name).toLowerCase();
        return substring ? value.includes(wanted) : value.startsWith(wanted);
      };
    }
    const name = member(token);
    const verb = next().text.toLowerCase();
    const wanted = literal();
    if (verb !== "eq" && verb !== "ne") throw refuse(filter);
    const equal = verb === "eq";
    if (name === "tagname") {
      tagName = wanted;
      return (row) => tagsOf(row).some(([tag]) => tag.toLowerCase() === wanted.toLowerCase()) === equal;
    }
    if (name === "tagvalue") {
      const under = tagName;
      return (row) =>
        tagsOf(row).some(
          ([tag, value]) => value === wanted && (under === undefined || tag.toLowerCase() === under.toLowerCase()),
        ) === equal;
    }
    return (row) => (memberOf(row, name).toLowerCase() === wanted.toLowerCase()) === equal;
  };
  const both = (): Match => {
    let left = single();
    while (found[at] !== undefined && !found[at]?.quoted && found[at]?.text.toLowerCase() === "and") {
      at++;
      const one = left;
      const right = single();
      left = (row) => one(row) && right(row);
    }
    return left;
  };
  const either = (): Match => {
    let left = both();
    while (found[at] !== undefined && !found[at]?.quoted && found[at]?.text.toLowerCase() === "or") {
      at++;
      const one = left;
      const right = both();
      left = (row) => one(row) || right(row);
    }
    return left;
  };
  const match = either();
  if (at !== found.length) throw refuse(filter);
  return match;
}
