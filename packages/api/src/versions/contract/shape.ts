/** What a member of a resource looks like on the wire: emitted from the swagger (`generated/<version>/cluster.json`), walked by everything in this folder. */
export type Shape = ScalarShape | ObjectShape | MapShape | ListShape;

export interface ScalarShape {
  type: "string" | "integer" | "number" | "boolean";
  format?: string;
  enum?: readonly string[];
  readOnly?: boolean;
}

export interface ObjectShape {
  type: "object";
  properties: { readonly [member: string]: Shape };
  readOnly?: boolean;
}

/** An object whose keys are data: tags, identities. */
export interface MapShape {
  type: "object";
  additionalProperties: Shape;
  readOnly?: boolean;
}

export interface ListShape {
  type: "array";
  items: Shape;
  readOnly?: boolean;
}

/** Told apart once, so that switches over it are exhaustive. */
export type Kind =
  | { kind: "scalar"; shape: ScalarShape }
  | { kind: "object"; shape: ObjectShape }
  | { kind: "map"; shape: MapShape }
  | { kind: "list"; shape: ListShape };

/** What `shape` is. */
export function kindOf(shape: Shape): Kind {
  if (shape.type === "array") return { kind: "list", shape };
  if (shape.type !== "object") return { kind: "scalar", shape };
  return "additionalProperties" in shape ? { kind: "map", shape } : { kind: "object", shape };
}

/** What {@link shapeAt} has found below a root. The paths are those that the code names, so they are few, and asked for with every request. */
const found = new WeakMap<Shape, Map<string, Shape | undefined>>();

/** The shape at a dotted path of members below `root`, or undefined. */
export function shapeAt(root: Shape, dotted: string): Shape | undefined {
  const known = found.get(root) ?? new Map<string, Shape | undefined>();
  if (known.size === 0) found.set(root, known);
  let at = known.get(dotted);
  if (at === undefined && !known.has(dotted)) {
    at = root;
    for (const member of dotted.split("."))
      at = at !== undefined && "properties" in at ? at.properties[member] : undefined;
    known.set(dotted, at);
  }
  return at;
}

/** The values the contract lists for the scalar at `dotted`; none when the version does not know it. */
export function valuesAt(root: Shape, dotted: string): readonly string[] {
  const shape = shapeAt(root, dotted);
  return shape !== undefined && "enum" in shape ? (shape.enum ?? []) : [];
}
