import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whenThisEnds } from "../harness/ending.ts";

const program = join(import.meta.dirname, "../../packages/local/src/main.ts");
/** How many times faster than in Azure time passes: clients ask again by their own clocks. */
const timeScale = 1_000;
/** A resource provider that nobody is: what is tried here needs none. */
const nobody = "https://localhost:1";

/** The emulated Azure as a process of its own, with nothing behind it. */
export interface Azure extends AsyncDisposable {
  /** State folder. */
  folder: string;
  /** What `aro local env` exports: all that a client is told. */
  variables: Readonly<Record<string, string>>;
  /** The same with what of this process's environment programs need to run. */
  environment(more?: Readonly<Record<string, string>>): Record<string, string>;
}

/** Starts it on free ports and a folder of its own. @throws Error with what it printed when it does not come up. */
export async function startAzure(): Promise<Azure> {
  const home = mkdtempSync(join(tmpdir(), "aro-clients-"));
  const folder = join(home, "state");
  const file = join(home, "emulator.json");
  writeFileSync(file, JSON.stringify({ stateFolder: folder, port: 0, provider: nobody, timeScale, logLevel: "warn" }));
  const ending = whenThisEnds(() => {
    child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, "--config", file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(home, { recursive: true, force: true });
    ending[Symbol.dispose]();
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const variables = JSON.parse(readFileSync(join(folder, "env.json"), "utf8")) as Record<string, string>;
  return {
    folder,
    variables,
    environment: (more = {}) => ({
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      HOME: home,
      ...variables,
      ...more,
    }),
    [Symbol.asyncDispose]: stop,
  };
}

/** Resolves at its first line; everything that it prints is read all the same, so that it never waits for a reader. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk) => {
      if (said.length < 10_000) said += String(chunk);
    });
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`the emulated Azure ended with ${code}: ${said}`)));
  });
}
