import type { ApiVersion, SystemData } from "@aro/api";
import type { Log } from "@aro/telemetry";
import { logFields, type RequestIds } from "./headers/request-ids.ts";
import type { FrontendRequest } from "./request.ts";
import type { Parameters } from "./routing/parameters.ts";
import { parseQuery, type Query } from "./routing/query.ts";
import type { Match, Route } from "./routing/route.ts";
import { splitTarget } from "./routing/target.ts";

/** The caller went away before there was an answer: nobody reads it. */
export class CallerGone extends Error {
  constructor() {
    super("the caller is gone");
    this.name = "CallerGone";
  }
}

/** One request on its way through the pipeline; each stage fills in what it found out. */
export class Exchange {
  readonly request: FrontendRequest;
  readonly ids: RequestIds;
  /** Wall clock at arrival, milliseconds. */
  readonly arrived: number;
  /** Path segments, decoded once, cased as the caller wrote them. */
  readonly segments: readonly string[];
  readonly query: Query;
  /** Where its path leads. */
  match: Match<Exchange> = { outcome: "notFound" };
  /** The api-version asked for, on routes that have versions. */
  version: ApiVersion | undefined = undefined;
  /** The body, on routes that take one. */
  body: Uint8Array | undefined = undefined;
  /** ARM's account of who does this (ARM-SYS-02). */
  systemData: SystemData | undefined = undefined;

  readonly #root: Log;
  #log: Log | undefined = undefined;
  #abort: AbortController | undefined = undefined;
  #ended: unknown = undefined;

  constructor(request: FrontendRequest, ids: RequestIds, arrived: number, log: Log) {
    const { segments, query } = splitTarget(request.target);
    this.request = request;
    this.ids = ids;
    this.arrived = arrived;
    this.segments = segments;
    this.query = parseQuery(query);
    this.#root = log;
  }

  /** What serves it; undefined for a path or method that is not served. */
  get route(): Route<Exchange> | undefined {
    return this.match.outcome === "found" ? this.match.route : undefined;
  }

  /** The variable parts of the path. */
  get parameters(): Parameters {
    return this.match.outcome === "notFound" ? {} : this.match.parameters;
  }

  /** The request's log: every line carries its ids. Made when first used. */
  get log(): Log {
    this.#log ??= this.#root.with(logFields(this.ids));
    return this.#log;
  }

  /** Ends when the deadline has passed or the caller is gone: nothing more need be done. Made when first used. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#ended !== undefined) this.#abort.abort(this.#ended);
      const caller = this.request.signal;
      if (caller?.aborted === true) this.end(new CallerGone());
      else caller?.addEventListener("abort", () => this.end(new CallerGone()), { once: true });
    }
    return this.#abort.signal;
  }

  /** @throws what {@link end} was told, when it has been. */
  throwIfEnded(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  /** Says that the answer no longer matters. */
  end(reason: Error): void {
    this.#ended ??= reason;
    this.#abort?.abort(reason);
  }
}
