/** A process that the supervisor keeps running. */
export interface Program {
  name: string;
  command: string;
  arguments: readonly string[];
  /** The whole environment of the process: nothing of the person's shell leaks into it unasked. */
  environment: Readonly<Record<string, string>>;
  port: number;
  /** Whether the life with this pid has left what the next program needs of it; absent: it has when it is ready. */
  hasLeft?: (pid: number) => boolean;
  /** Whether it can be used; why not, otherwise. Throws nothing. */
  check: (signal: AbortSignal) => Promise<Health>;
}

/** How a process is, asked by the network. */
export type Health = { healthy: true } | { healthy: false; reason: string };
