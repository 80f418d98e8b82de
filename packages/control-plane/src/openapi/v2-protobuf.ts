import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { stringify } from "yaml";

/** A schema of OpenAPI 2. */
export interface SchemaV2 {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  required?: readonly string[];
  items?: SchemaV2;
  properties?: Readonly<Record<string, SchemaV2>>;
  additionalProperties?: SchemaV2 | boolean;
  pattern?: string;
  [extension: `x-${string}`]: unknown;
}

interface Parameter {
  name: string;
  in: "body" | "query" | "path";
  required?: boolean;
  type?: string;
  uniqueItems?: boolean;
  schema?: SchemaV2;
}

interface OperationV2 {
  operationId: string;
  consumes: readonly string[];
  produces: readonly string[];
  schemes: readonly string[];
  parameters: readonly Parameter[];
  responses: Readonly<Record<string, { description: string; schema: SchemaV2 }>>;
  [extension: `x-${string}`]: unknown;
}

type Methods = Partial<Record<"get" | "put" | "post" | "delete" | "patch", OperationV2>>;

/** A document of OpenAPI 2. */
export interface Document {
  swagger: "2.0";
  info: { title: string; version: string };
  paths: Readonly<Record<string, Methods & { parameters: readonly Parameter[] }>>;
  definitions: Readonly<Record<string, SchemaV2>>;
}

/** A part of a message: nothing is written of what is absent. Numbers are those of openapi.v2 in gnostic's OpenAPIv2.proto. */
class Message {
  readonly writer = new BinaryWriter();

  text(number: number, value: string | undefined): this {
    if (value !== undefined && value !== "") this.writer.tag(number, WireType.LengthDelimited).string(value);
    return this;
  }
  texts(number: number, values: readonly string[] = []): this {
    for (const value of values) this.writer.tag(number, WireType.LengthDelimited).string(value);
    return this;
  }
  flag(number: number, value: boolean | undefined): this {
    if (value) this.writer.tag(number, WireType.Varint).bool(true);
    return this;
  }
  part(number: number, value: Message | undefined): this {
    if (value !== undefined) this.writer.tag(number, WireType.LengthDelimited).bytes(value.writer.finish());
    return this;
  }
  parts(number: number, values: readonly Message[]): this {
    for (const value of values) this.part(number, value);
    return this;
  }
}

const any = (value: unknown): Message => new Message().text(2, stringify(value));
const named = (name: string, value: Message): Message => new Message().text(1, name).part(2, value);
const extensions = (of: object): Message[] =>
  Object.entries(of)
    .filter(([name, value]) => name.startsWith("x-") && value !== undefined)
    .map(([name, value]) => named(name, any(value)));

function schema(of: SchemaV2): Message {
  const { additionalProperties: more, properties, items, type } = of;
  return new Message()
    .text(1, of.$ref)
    .text(2, of.format)
    .text(4, of.description)
    .part(5, of.default === undefined ? undefined : any(of.default))
    .text(13, of.pattern)
    .texts(19, of.required)
    .parts(20, (of.enum ?? []).map(any))
    .part(
      21,
      more === undefined
        ? undefined
        : typeof more === "boolean"
          ? new Message().flag(2, more)
          : new Message().part(1, schema(more)),
    )
    .part(22, type === undefined ? undefined : new Message().texts(1, [type]))
    .part(23, items === undefined ? undefined : new Message().part(1, schema(items)))
    .part(25, properties === undefined ? undefined : schemas(properties))
    .parts(31, extensions(of));
}

const schemas = (of: Readonly<Record<string, SchemaV2>>): Message =>
  new Message().parts(
    1,
    Object.entries(of).map(([name, one]) => named(name, schema(one))),
  );

function parameter({ name, in: place, required, type, uniqueItems, schema: body }: Parameter): Message {
  if (place === "body")
    return new Message().part(
      1,
      new Message().part(
        1,
        new Message()
          .text(2, name)
          .text(3, place)
          .flag(4, required)
          .part(5, schema(body ?? {})),
      ),
    );
  const isQuery = place === "query";
  const plain = new Message().flag(1, required).text(2, place).text(4, name);
  const typed = isQuery ? plain.text(6, type).flag(20, uniqueItems) : plain.text(5, type).flag(19, uniqueItems);
  return new Message().part(1, new Message().part(2, new Message().part(isQuery ? 3 : 4, typed)));
}

function operation(of: OperationV2): Message {
  const responses = Object.entries(of.responses).map(([code, { description, schema: shown }]) => {
    const response = new Message().text(1, description).part(2, new Message().part(1, schema(shown)));
    return named(code, new Message().part(1, response));
  });
  return new Message()
    .text(5, of.operationId)
    .texts(6, of.produces)
    .texts(7, of.consumes)
    .parts(8, of.parameters.map(parameter))
    .part(9, new Message().parts(1, responses))
    .texts(10, of.schemes)
    .parts(13, extensions(of));
}

const numbers = { get: 2, put: 3, post: 4, delete: 5, patch: 8 } as const;

/** The document as protobuf. */
export function encodeDocument({ swagger, info, paths, definitions }: Document): Uint8Array<ArrayBuffer> {
  const items = Object.entries(paths).map(([path, { parameters, ...methods }]) => {
    const made = new Message();
    for (const [method, number] of Object.entries(numbers)) {
      const found = methods[method as keyof typeof numbers];
      if (found !== undefined) made.part(number, operation(found));
    }
    return named(path, made.parts(9, parameters.map(parameter)));
  });
  return new Message()
    .text(1, swagger)
    .part(2, new Message().text(1, info.title).text(2, info.version))
    .part(8, new Message().parts(2, items))
    .part(9, schemas(definitions))
    .writer.finish();
}
