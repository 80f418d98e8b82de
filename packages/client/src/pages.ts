import type { JsonObject } from "@aro/api";
import type { Connection } from "./connection.ts";

/** Every item of a paged list, page by page as it is asked for; an empty page with a link is followed (ARM-LST-02). */
export async function* listAll<Item>(
  connection: Connection,
  first: { path: string; apiVersion: string },
): AsyncGenerator<Item> {
  let answer = await connection.call({ method: "GET", ...first });
  for (;;) {
    const page = answer.body as JsonObject | undefined;
    yield* (page?.["value"] ?? []) as unknown as Item[];
    const next = page?.["nextLink"];
    if (typeof next !== "string" || next === "") return;
    answer = await connection.call({ method: "GET", path: next });
  }
}
