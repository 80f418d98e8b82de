import type { Edge } from "../edge.ts";

/** An edge of paper: what was written, and nothing of the real world. */
export function paperEdge(more: Partial<Edge> = {}): Edge & { out(): string; err(): string } {
  const written = { out: "", err: "" };
  const output = (name: "out" | "err") => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
    columns: 100,
  });
  return {
    command: "./aro",
    environment: {},
    root: "/checkout",
    cwd: "/checkout",
    stdout: output("out"),
    stderr: output("err"),
    ask: async () => undefined,
    stdinEnded: () => new Promise(() => undefined),
    signal: new AbortController().signal,
    ...more,
    out: () => written.out,
    err: () => written.err,
  };
}
