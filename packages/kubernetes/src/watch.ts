import type { Readable } from "node:stream";
import type { Connection } from "./connection.ts";
import { ApiServerUnreachable, KubernetesError } from "./failure.ts";
import type { ListOptions } from "./list-objects.ts";
import type { KubernetesObject } from "./object.ts";
import { pathOf, type Resource } from "./resource.ts";

/** One thing that happened to an object, in the order of resource versions. */
export interface WatchEvent<Shape extends KubernetesObject> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  object: Shape;
}

/** Which objects, from which version on, and after how many whole seconds the server shall end the stream. */
export interface WatchOptions extends ListOptions {
  resourceVersion?: string;
  timeoutSeconds?: number;
}

/**
 * Watches a collection until the server ends the stream or `signal` is aborted.
 * @throws KubernetesError with status 410 when the version is too old: the caller lists anew. ApiServerUnreachable when the stream breaks.
 */
export async function* watchObjects<Shape extends KubernetesObject>(
  connection: Connection,
  kind: Resource<Shape>,
  { namespace, ...query }: WatchOptions,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<Shape>> {
  const body = await connection.stream(
    {
      method: "GET",
      path: pathOf(kind, namespace === undefined ? {} : { namespace }),
      query: { ...query, watch: true, allowWatchBookmarks: true },
    },
    signal,
  );
  try {
    for await (const line of linesOf(body)) {
      const event = JSON.parse(line) as {
        type: string;
        object: Shape & { code?: number; reason?: string; message?: string };
      };
      if (event.type === "ERROR")
        throw new KubernetesError(event.object.code ?? 500, event.object.reason ?? "", event.object.message ?? line);
      yield event as WatchEvent<Shape>;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KubernetesError) throw error;
    throw new ApiServerUnreachable(connection.server, error);
  } finally {
    body.destroy();
  }
}

/** The lines of a stream that are not empty. node:readline is made for terminals and brings what they need with it. */
async function* linesOf(body: Readable): AsyncGenerator<string> {
  let begun = "";
  body.setEncoding("utf8");
  for await (const part of body as AsyncIterable<string>) {
    const lines = (begun + part).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  if (begun.trim() !== "") yield begun;
}
