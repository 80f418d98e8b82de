import type { Duplex } from "node:stream";
import type { ApiAnswer, ApiRequest } from "../requests/request.ts";

/** A pod on a node, as its agent is asked for it. */
export interface PodAddress {
  namespace: string;
  name: string;
  uid: string;
}

/** A container of a pod. */
export interface ContainerAddress extends PodAddress {
  container: string;
}

/** Which part of a container's log, and in which form. */
export interface LogOptions {
  /** Goes on with lines as they come, until the container ends. */
  follow: boolean;
  /** Of the run before the last restart. */
  previous: boolean;
  /** Each line begins with its time, RFC 3339 with nanoseconds. */
  timestamps: boolean;
  /** Only the last so many lines. */
  tailLines?: number;
  /** Only what was written at this time or later: milliseconds since the epoch. */
  since?: number;
  /** No more than so many bytes. */
  limitBytes?: number;
  /** Only what went to one of the two; both when absent. */
  stream?: "stdout" | "stderr";
}

/** Size of a client's terminal in characters. */
export interface TerminalSize {
  columns: number;
  rows: number;
}

/** What goes to and fro between a client and a process in a container. */
export interface ProcessStreams {
  /** Whether the process believes that it has a terminal; stdout and stderr are one then. */
  tty: boolean;
  /** What the client sends; ends when the client closes it. Absent: it sends nothing. */
  stdin?: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more; rejects when the client has gone. Absent: the client does not want it. */
  stdout?(part: Uint8Array): Promise<void>;
  stderr?(part: Uint8Array): Promise<void>;
  /** Sizes of the client's terminal, the first one first. */
  sizes: AsyncIterable<TerminalSize>;
}

/** A process that waits for its streams. Answers its exit code when it has ended, or the client has gone. @throws ApiStatus when it cannot be started. */
export type RemoteProcess = (streams: ProcessStreams, signal: AbortSignal) => Promise<number>;

/** What pods of a node use now. */
export interface Usage {
  /** Billionths of a core. */
  nanoCores: number;
  memoryBytes: number;
}

/** What a node and the containers on it use: what `kubectl top` is told. */
export interface NodeUsage {
  /** When it was measured: milliseconds since the epoch. */
  time: number;
  /** Over how long. */
  windowMilliseconds: number;
  node: Usage;
  pods: readonly { namespace: string; name: string; containers: readonly ({ name: string } & Usage)[] }[];
}

/** What the API server asks of the agent of a node: the kubelet's own API. Failures that a client is to read are thrown as ApiStatus. */
export interface NodeAgent {
  /**
   * A container's log in parts as they come. Iterating stops at the end of the log, or when the signal is aborted.
   * @throws ApiStatus before the first part when there is none: the container waits to start, was never restarted.
   */
  logs(container: ContainerAddress, options: LogOptions, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Readies a command for a container. @throws ApiStatus when the container does not run. */
  exec(container: ContainerAddress, command: readonly string[]): Promise<RemoteProcess>;
  /** Readies a place beside a container's own process. @throws ApiStatus when the container does not run. */
  attach(container: ContainerAddress): Promise<RemoteProcess>;
  /** A connection to a port of a pod. @throws Error with the reason when nobody listens there. */
  connect(pod: PodAddress, port: number, signal: AbortSignal): Promise<Duplex>;
  /** Answers `/api/v1/nodes/NAME/proxy/PATH`; the request's URL is PATH: `/pods`, `/healthz`, `/metrics`, `/stats/summary`, `/configz`, `/logs/`. */
  answer(request: ApiRequest): Promise<ApiAnswer>;
  /** Undefined: not measured yet. */
  usage(): Promise<NodeUsage | undefined>;
}

/** The agent of a node; undefined when it does not answer (the node is dead, or has none). */
export type FindNodeAgent = (node: string) => NodeAgent | undefined;
