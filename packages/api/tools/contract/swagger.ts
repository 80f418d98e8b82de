import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A swagger object, as far as this folder looks at it. */
export interface SwaggerNode {
  [member: string]: unknown;
}

/** A node and the file it stands in, which its references are relative to. */
export interface Located {
  file: string;
  node: SwaggerNode;
  /** Last segment of the reference that led here, when one did. */
  name?: string;
}

/** Reads swagger files and follows their references; each file is read once. */
export class SwaggerFiles {
  readonly #read = new Map<string, SwaggerNode>();

  /** The document at `file`. */
  document(file: string): Located {
    let node = this.#read.get(file);
    if (node === undefined) {
      node = JSON.parse(readFileSync(file, "utf8")) as SwaggerNode;
      this.#read.set(file, node);
    }
    return { file, node };
  }

  /** What `reference` names when it stands in `file`. @throws Error when nothing is there. */
  follow(file: string, reference: string): Located {
    const [relative = "", pointer = ""] = reference.split("#");
    const target = relative === "" ? file : join(dirname(file), relative);
    const segments = pointer.split("/").slice(1).map(unescaped);
    let node: unknown = this.document(target).node;
    for (const segment of segments) node = (node as SwaggerNode | undefined)?.[segment];
    if (node === undefined) throw new Error(`${file}: nothing at ${reference}`);
    return { file: target, node: node as SwaggerNode, name: segments.at(-1) ?? "" };
  }

  /**
   * `located` with its own `$ref` followed as often as needed. Members beside a `$ref` win over those of what it names:
   * the Azure tools read them so (`readOnly`, `description`).
   */
  resolve(located: Located): Located {
    const reference = located.node["$ref"];
    if (typeof reference !== "string") return located;
    const { $ref: _, ...beside } = located.node;
    const target = this.resolve(this.follow(located.file, reference));
    const name = target.name ?? reference.split("/").at(-1) ?? "";
    return { file: target.file, node: { ...target.node, ...beside }, name };
  }
}

const unescaped = (segment: string): string => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");

/** The object members of `node[member]`, or none. */
export const membersOf = (node: SwaggerNode, member: string): [string, SwaggerNode][] =>
  Object.entries((node[member] ?? {}) as Record<string, SwaggerNode>);
