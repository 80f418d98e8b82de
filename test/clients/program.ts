import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endsWithThis } from "../harness/ending.ts";
import type { Azure } from "./azure.ts";
import type { Line } from "./line.ts";

const limitMs = 600_000;

/** Runs a program that prints its lines as JSON, with what the Azure's environment says; an end that is none is a line of its own. */
export async function runProgram(
  command: readonly [string, ...string[]],
  azure: Azure,
  report: (line: Line) => void,
): Promise<void> {
  const [path, ...words] = command;
  const began = performance.now();
  const child = endsWithThis(
    spawn(path, words, {
      env: azure.environment({ PYTHONDONTWRITEBYTECODE: "1" }),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limitMs,
      killSignal: "SIGKILL",
    }),
  );
  let error = "";
  child.stderr.on("data", (chunk) => {
    if (error.length < 10_000) error += String(chunk);
  });
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(code === 0 ? "" : `it ended with ${code ?? signal}: ${error}`));
    child.once("error", (cause) => resolve(String(cause)));
  });
  for await (const text of createInterface({ input: child.stdout })) report(JSON.parse(text) as Line);
  const why = await ended;
  if (why !== "") report({ what: "the program", outcome: "failed", why, seconds: (performance.now() - began) / 1000 });
}
