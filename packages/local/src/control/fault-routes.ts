import type { Faults } from "../faults/apply.ts";
import { readFault } from "../faults/fault.ts";
import type { FaultBook } from "../faults/fault-book.ts";
import { faultNames, unknownName } from "../faults/fault-names.ts";
import type { SeenBoundary } from "../faults/match.ts";
import { armError, json } from "../wall/answers.ts";
import { badRequest, type ControlRoute, done } from "./control.ts";

interface Deps {
  book: FaultBook;
  faults: Faults;
  /** Every resource type of the cloud. */
  types: readonly string[];
}

/** Arming, listing and clearing faults, what they may name, and the report of step boundaries. */
export const faultRoutes = ({ book, faults, types }: Deps): ControlRoute[] => [
  { method: "GET", path: "/_local/fault-names", run: () => done({ ...faultNames, types }) },
  { method: "GET", path: "/_local/faults", run: () => done({ faults: book.list() }) },
  {
    method: "POST",
    path: "/_local/faults",
    run: ({ body }) => {
      const order = readFault(body, (type) => typeProblem(type, types));
      return typeof order === "string" ? badRequest(order) : json(201, book.arm(order));
    },
  },
  { method: "DELETE", path: "/_local/faults", run: () => done({ cleared: book.clear() }) },
  {
    method: "DELETE",
    path: "/_local/faults/{id}",
    run: ({ parameters: { id = "" } }) =>
      book.clear(id) === 0
        ? armError(404, "NotFound", `No fault ${id} is armed; ${armedText(book)}.`)
        : done({ cleared: 1 }),
  },
  {
    method: "POST",
    path: "/_local/boundary",
    run: async ({ body }) => {
      const boundary = readBoundary(body);
      if (typeof boundary === "string") return badRequest(boundary);
      await faults.boundary(boundary);
      return done({});
    },
  },
];

/** Namespaces that are answered by others than the table of types, or by any path below them. */
const open: ReadonlySet<string> = new Set(["microsoft.resources", "microsoft.redhatopenshift", "microsoft.features"]);

/** A namespace, or its first type, that nothing of the cloud has; of what lies below a type the table of types does not know all. */
function typeProblem(type: string, types: readonly string[]): string | undefined {
  const [namespace = "", first = ""] = type.split("/");
  if (open.has(namespace.toLowerCase()) || first.toLowerCase() === "locations") return undefined;
  const firsts = new Set(types.map((one) => one.split("/", 2).join("/")));
  return unknownName(`${namespace}/${first}`, [...firsts], "resource type");
}

const armedText = (book: FaultBook): string => {
  const ids = book.list().map(({ id }) => id);
  return ids.length === 0 ? "there is none" : `armed are ${ids.join(", ")}`;
};

function readBoundary(body: Record<string, unknown>): SeenBoundary | string {
  for (const name of ["process", "clusterId", "operationId", "step"])
    if (typeof body[name] !== "string") return `'${name}' is missing or no text`;
  const { edge } = body;
  if (edge !== "started" && edge !== "finished") return "'edge' is started or finished";
  return body as unknown as SeenBoundary;
}
