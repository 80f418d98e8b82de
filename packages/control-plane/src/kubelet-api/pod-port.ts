import type { Duplex } from "node:stream";

/** Opens a port of the pod, or says why it cannot. */
export type PodPort = (port: number, signal: AbortSignal) => Promise<{ pod: Duplex } | { failure: string }>;
