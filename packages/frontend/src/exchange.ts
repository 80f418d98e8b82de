import type { ApiVersion, SystemData } from "@aro/api";
import type { Log } from "@aro/telemetry";
import { logFields, type RequestIds } from "./headers/request-ids.ts";
import { parseQuery, type Query } from "./routing/query.ts";
import type { Parameters, Route } from "./routing/route.ts";
import type { Match } from "./routing/router.ts";
import { splitTarget } from "./routing/target.ts";

/** One request, as far as the transport knows it. */
export interface FrontendRequest {
  method: string;
  /** Path and query as they stood on the wire, not decoded. */
  target: string;
  /** Names in lower case; repeated headers joined by commas. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The body, or where it can be read from. Absent: there is none. */
  body?: Uint8Array | BodySource;
  peer: Peer;
  /** Aborted when the caller has gone away. */
  signal?: AbortSignal;
}

/** A body that is still on its way. */
export interface BodySource {
  /** The whole body; `tooLarge` when it has more than `limit` bytes, `broken` when it did not come to its end. */
  read(limit: number): Promise<Uint8Array | "tooLarge" | "broken">;
}

/** Who is at the other end of the connection. */
export interface Peer {
  /** DER of the client certificate that was presented, if any. Not verified by TLS. */
  certificate: Uint8Array | undefined;
  address: string;
  /** `HTTP/1.1` or `HTTP/2.0`. */
  protocol: string;
}

/** One answer. A body is JSON text. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
}

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
  match: Match = { outcome: "notFound" };
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
  get route(): Route | undefined {
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

  /** Says that the answer no longer matters. */
  end(reason: Error): void {
    this.#ended ??= reason;
    this.#abort?.abort(reason);
  }
}
