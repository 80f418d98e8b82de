/** An element of a small document: attributes are of no meaning in what clients send to the blob service. */
export interface Element {
  name: string;
  children: readonly Element[];
  /** Text of an element without children. */
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const deepest = 32;

/** Text as it stands between tags and in attributes. */
export const escapeXml = (text: string): string => text.replace(/[<>&"'\r]/g, (one) => `&#${one.charCodeAt(0)};`);

/** An element with its content, which is markup already. */
export const tag = (name: string, content: string): string =>
  content === "" ? `<${name} />` : `<${name}>${content}</${name}>`;

/** An element with text; nothing when there is none. */
export const textTag = (name: string, value: string | number | boolean | undefined): string =>
  value === undefined ? "" : `<${name}>${escapeXml(String(value))}</${name}>`;

export const xmlHead = '<?xml version="1.0" encoding="utf-8"?>';

/** The root element of a document without DOCTYPE, CDATA and namespaces; undefined when it is not well formed. */
export function readXml(bytes: Uint8Array): Element | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const body = text.replace(/^\s*<\?xml[^<>]*\?>/, "").trim();
  const stack: { name: string; children: Element[]; text: string }[] = [{ name: "", children: [], text: "" }];
  const token =
    /<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
  while (token.lastIndex < body.length) {
    const found = token.exec(body);
    const top = stack.at(-1);
    if (found === null || top === undefined) return undefined;
    const [all, closes, name, , empty, chars] = found;
    if (all.startsWith("<!--")) continue;
    if (chars !== undefined) {
      const plain = unescaped(chars);
      if (plain === undefined) return undefined;
      top.text += plain;
    } else if (closes === "/") {
      const done = stack.pop();
      if (done === undefined || done.name !== name || stack.length === 0) return undefined;
      if (done.children.length > 0 && done.text.trim() !== "") return undefined;
      stack.at(-1)?.children.push(done.children.length > 0 ? { ...done, text: "" } : done);
    } else if (empty === "/") top.children.push({ name: name ?? "", children: [], text: "" });
    else if (stack.length > deepest) return undefined;
    else stack.push({ name: name ?? "", children: [], text: "" });
  }
  const [root] = stack;
  if (stack.length !== 1 || root === undefined || root.text.trim() !== "" || root.children.length !== 1)
    return undefined;
  return root.children[0];
}

function unescaped(text: string): string | undefined {
  let bad = false;
  const plain = text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);|&/g, (all, name?: string) => {
    const code = name?.startsWith("#x")
      ? Number.parseInt(name.slice(2), 16)
      : name?.startsWith("#")
        ? Number(name.slice(1))
        : undefined;
    const value = code === undefined ? entities[name ?? ""] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (value === undefined) bad = true;
    return value ?? all;
  });
  return bad ? undefined : plain;
}

/** The one child of that name; undefined when there is none. */
export const child = (element: Element, name: string): Element | undefined =>
  element.children.find((one) => one.name === name);
