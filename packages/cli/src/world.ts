import type { HttpClient } from "@aro/client";
import type { Clock, Random } from "@aro/runtime";

/** A stream that is written to. */
export interface Output {
  write(text: string): void;
  /** Whether a person looks at it, so that it may be redrawn. */
  readonly isTerminal: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  /** It cannot show signs beyond ASCII. */
  readonly ascii?: boolean;
}

/** Everything the commands touch outside themselves; `packages/aro` gives them the real ones. */
export interface World {
  /** How the person started us, for commands that are printed to be pasted: `./aro`. */
  command: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Flags of this call, by long name, that a printed command needs as well to reach the same place. */
  repeated?: Readonly<Record<string, string>>;
  /** The service stops with this command, so that nothing can be followed once the person has pressed Ctrl-C. */
  serviceEndsWithUs?: boolean;
  /** How long a call of this command keeps trying while the service does not answer; a minute when absent. */
  patienceMilliseconds?: number;
  stdout: Output;
  stderr: Output;
  clock: Clock;
  random: Random;
  /** Text of a file. @throws as node:fs does. */
  readFile(path: string): Promise<string>;
  /**
   * Writes a file that only its owner can read, whole or not at all. `exists`: there is one already and `overwrite` is not set; it stays as it is.
   * @throws as node:fs does.
   */
  writeSecretFile(path: string, text: string, options: { overwrite: boolean }): Promise<"written" | "exists">;
  /** Asks and gives the answer; undefined when there is no terminal to ask on. */
  ask(question: string): Promise<string | undefined>;
  /** Aborted when the person presses Ctrl-C. */
  interrupt: AbortSignal;
  /** The variables of the local instance in `state` (absent: the usual folder), or undefined when it is not up. */
  localInstance(state: string | undefined): Promise<LocalInstance | undefined>;
  /** Stands in for the network in tests. */
  httpClient?: HttpClient;
}

/** A local instance that is up. */
export interface LocalInstance {
  /** As the person would write it, e.g. `.aro`. */
  state: string;
  /** What `aro local env` would export. */
  environment: Readonly<Record<string, string>>;
  /** Makes service principals, as the directory of the instance can. */
  directory: Directory;
}

/** Where service principals for clusters come from. */
export interface Directory {
  /** A service principal of its own for the cluster of that name. */
  make(clusterName: string): Promise<{ clientId: string; clientSecret: string }>;
  /** Object id of an application's service principal, as roles are given to it; undefined when there is none. */
  objectIdOf(clientId: string): Promise<string | undefined>;
  /** Object id of the resource provider's own principal. */
  service(): Promise<string | undefined>;
  /** A further secret of one that is there already; undefined when there is none of that id. */
  renew(clientId: string): Promise<{ clientId: string; clientSecret: string } | undefined>;
}
