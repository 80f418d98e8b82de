/** The service's own programs. */
export interface Programs {
  /** File that starts them, as `ENTRY installer create manifests`. */
  entry: string;
  /** What a node gives every container: where the cloud is, and how it is reached. */
  environment(): Readonly<Record<string, string>>;
  /** Process ids of those that run, by their first argument: `installer`, `operator`. */
  running: Map<string, Set<number>>;
}
