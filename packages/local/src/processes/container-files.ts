import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StartedContainer } from "@aro/control-plane";
import type { Clock } from "@aro/runtime";

/** How often what is mounted is looked at anew: tokens are made anew when four fifths of their hour have passed. */
const refreshMilliseconds = 60_000;

/** What is mounted into a container, as files of this machine below a folder of its own. */
export interface ContainerFiles extends Disposable {
  /** Where a path of the container is on this machine; undefined when nothing is mounted there. */
  pathOf(path: string): string | undefined;
  /** Writes anew what has changed, now and then, until the signal is aborted. */
  keep(clock: Clock, signal: AbortSignal): Promise<void>;
}

/** Writes what is mounted. @throws what a volume that cannot be read throws. */
export async function writeContainerFiles(
  container: Pick<StartedContainer, "files">,
  root: string,
): Promise<ContainerFiles> {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const paths = new Set<string>();
  const write = async (): Promise<void> => {
    for (const [path, { content }] of await container.files()) {
      const file = join(root, path);
      // A volume's item may not lead out of the folder.
      if (!file.startsWith(`${root}/`)) continue;
      paths.add(path);
      if (holds(file, content)) continue;
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // Whoever reads meanwhile reads the old one or the new one.
      writeFileSync(`${file}.new`, content, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
  };
  await write();
  return {
    pathOf: (path) => (paths.has(path) ? join(root, path) : undefined),
    keep: async (clock, signal) => {
      while (!signal.aborted) {
        await clock.sleep(refreshMilliseconds, signal).catch(() => undefined);
        // A volume that cannot be read for a while keeps what it held, as a kubelet's does.
        if (!signal.aborted) await write().catch(() => undefined);
      }
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

function holds(file: string, content: Uint8Array): boolean {
  try {
    return readFileSync(file).equals(content);
  } catch {
    return false;
  }
}
