export type Method = "GET" | "PUT" | "PATCH" | "DELETE" | "POST" | "HEAD";

/** One request as it goes out. */
export interface Outgoing {
  url: string;
  method: Method;
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMilliseconds: number;
  signal?: AbortSignal;
}

/** An answer as it came from the network. */
export interface Received {
  status: number;
  headers: { get(name: string): string | undefined };
  bodyAsText?: string | null;
}

/** Sends a request once and gives whatever answer comes. Throws what the network or the credential says. */
export type Send = (request: Outgoing) => Promise<Received>;
