import type { ChildProcess } from "node:child_process";

/** Signals that end a suite, and what it then exits with, as shells count it. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** What is undone when this process ends; the last begun first. One list for all suites. */
const undoing = new Set<() => void>();
let watching = false;

/** Does it when this process ends, by itself or by a signal, and not when it was disposed of before. It cannot wait for anything. */
export function whenThisEnds(undo: () => void): Disposable {
  watch();
  undoing.add(undo);
  return { [Symbol.dispose]: () => void undoing.delete(undo) };
}

/** A process that ends with this one, however this one ends. */
export function endsWithThis<Child extends ChildProcess>(child: Child): Child {
  const ending = whenThisEnds(() => child.kill("SIGKILL"));
  child.once("exit", () => ending[Symbol.dispose]());
  return child;
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const undo of [...undoing].reverse()) undo();
  });
  for (const [signal, status] of Object.entries(signals))
    process.on(signal, () => {
      console.error(`ended by ${signal}`);
      process.exit(status);
    });
}
