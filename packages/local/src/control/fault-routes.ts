import type { Faults } from "../faults/apply.ts";
import { readFault } from "../faults/fault.ts";
import type { FaultBook } from "../faults/fault-book.ts";
import type { SeenBoundary } from "../faults/match.ts";
import { armError, json } from "../wall/answers.ts";
import { badRequest, type ControlRoute, done } from "./control.ts";

/** Arming, listing and clearing faults, and the report of step boundaries. */
export const faultRoutes = ({ book, faults }: { book: FaultBook; faults: Faults }): ControlRoute[] => [
  { method: "GET", path: "/_local/faults", run: () => done({ faults: book.list() }) },
  {
    method: "POST",
    path: "/_local/faults",
    run: ({ body }) => {
      const order = readFault(body);
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
