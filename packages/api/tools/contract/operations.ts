import { membersOf, type SwaggerNode } from "./swagger.ts";

/** One operation of a description. */
export interface Operation {
  id: string;
  verb: string;
  path: string;
  summary: string;
  node: SwaggerNode;
  /** Names of the body's definitions by status; of responses without a body, none. */
  bodies: ReadonlyMap<string, string>;
}

const verbs = ["get", "put", "post", "patch", "delete"];

/** The operations of `swagger`, in its order. */
export const operationsOf = (swagger: SwaggerNode): Operation[] =>
  membersOf(swagger, "paths").flatMap(([path, item]) =>
    verbs.flatMap((verb) => {
      const node = item[verb] as SwaggerNode | undefined;
      if (node === undefined) return [];
      const bodies = membersOf(node, "responses").flatMap(([status, { schema }]) => {
        const name = `${(schema as SwaggerNode | undefined)?.["$ref"] ?? ""}`.split("/").at(-1) ?? "";
        return name === "" ? [] : [[status, name] as const];
      });
      const operation = { id: `${node["operationId"]}`, verb, path, node, bodies: new Map(bodies) };
      return [{ ...operation, summary: `${node["summary"] ?? node["description"]}` }];
    }),
  );
