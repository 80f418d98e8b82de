import type { Duplex } from "node:stream";
import type { RemoteProcess } from "./node-agent.ts";

/** Which of its streams a client wants to be joined with. */
export interface Wants {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  tty: boolean;
}

/** A form in which a client and a process may be joined, agreed on. */
export interface ProcessForm {
  /** Of the answer 101. */
  headers: Readonly<Record<string, string>>;
  /** Whether failures before the start are told inside of the connection: so does v5. */
  inside: boolean;
  /** Joins them until the process ends or the client goes. `start` may throw an ApiStatus, which is told inside. */
  join(connection: Duplex, start: () => Promise<RemoteProcess>, signal: AbortSignal): Promise<void>;
}

/** The forms over SPDY, best first. */
export const spdyForms = ["v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"] as const;
/** One of {@link spdyForms}. */
export type SpdyForm = (typeof spdyForms)[number];
