import { type ExecFileException, execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endsWithThis } from "../../harness/ending.ts";
import type { Azure } from "../azure.ts";
import type { Line } from "../line.ts";
import type { Chapter, Command } from "./command.ts";
import { templates } from "./deployments.ts";
import { problemWith } from "./likeness.ts";

/** An `az` that is here. */
export interface Az {
  path: string;
  version: string;
  /** A folder of libraries that its package lacks (docs/running.md). */
  libraries?: string;
}

const limitMs = 120_000;
/** The first az that wants certificates under a flag of their own. */
const certificateFlagSince = 2.68;

/** Says every command of the chapters, in a folder of its own for its settings, and reports each. */
export async function runAz(
  az: Az,
  azure: Azure,
  chapters: readonly Chapter[],
  report: (line: Line) => void,
): Promise<void> {
  const kept = valuesFor(az, azure);
  const env = azure.environment({
    AZURE_CONFIG_DIR: folderFor(azure, "az-settings"),
    AZURE_CORE_COLLECT_TELEMETRY: "no",
    ...(az.libraries === undefined ? {} : { PYTHONPATH: az.libraries }),
  });
  for (const { title, commands } of chapters)
    for (const command of commands) {
      const began = performance.now();
      const said = await say(az.path, words(command.say, kept), env);
      const seconds = (performance.now() - began) / 1000;
      report({ what: `${title}: az ${command.say}`, seconds, ...judge(command, said, az, kept) });
    }
}

interface Said {
  failed: boolean;
  out: string;
  error: string;
}

function say(path: string, wanted: readonly string[], env: Record<string, string>): Promise<Said> {
  return new Promise((resolve) => {
    endsWithThis(
      execFile(
        path,
        [...wanted, "--only-show-errors", "--output", "json"],
        { env, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 },
        (failure: ExecFileException | null, out: string, error: string) =>
          resolve({ failed: failure !== null, out, error: error || (failure?.message ?? "") }),
      ),
    );
  });
}

function judge(command: Command, { failed, out, error }: Said, az: Az, kept: Map<string, string>) {
  const { shows, keep = {}, refused, lacking } = command;
  if (failed && az.libraries === undefined && lacking?.test(error))
    return { outcome: "skipped", why: "its package lacks the library; docs/running.md says how to add it" } as const;
  const wrong = (why: string) => ({ outcome: "failed", why }) as const;
  if (refused !== undefined) {
    if (!failed) return wrong(`it was not refused: ${out.trim().slice(0, 500)}`);
    return refused.test(error) ? ({ outcome: "passed" } as const) : wrong(`refused otherwise: ${error.trim()}`);
  }
  if (failed) return wrong(error.trim());
  const answer: unknown = out.trim() === "" ? undefined : JSON.parse(out);
  for (const [name, path] of Object.entries(keep)) kept.set(name, String(at(answer, path)));
  const problem = shows === undefined ? undefined : problemWith(answer, filled(shows, kept));
  return problem === undefined ? ({ outcome: "passed" } as const) : wrong(problem);
}

const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce((from: unknown, name) => (from as Record<string, unknown> | undefined)?.[name], value);

/** The words of a command: `"…"` keeps blanks, in JSON too; `$name` is what was kept. */
function words(text: string, kept: ReadonlyMap<string, string>): string[] {
  const parts = text.match(/\{\S*\}|"[^"]*"|\S+/g) ?? [];
  return parts.flatMap((part) => {
    if (part === "$byCertificate") return fill(part, kept).split(" ");
    return [fill(part.startsWith('"') ? part.slice(1, -1) : part, kept)];
  });
}

const fill = (text: string, kept: ReadonlyMap<string, string>): string =>
  text.replace(/\$([A-Za-z]+)/g, (all, name: string) => kept.get(name) ?? all);

/** The same value with what was kept in all its texts. */
const filled = (value: unknown, kept: ReadonlyMap<string, string>): unknown =>
  JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === "string" ? fill(member, kept) : member,
  ) as unknown;

function valuesFor(az: Az, azure: Azure): Map<string, string> {
  const { variables } = azure;
  const folder = folderFor(azure, "templates");
  for (const [name, template] of Object.entries(templates)) writeFileSync(join(folder, name), JSON.stringify(template));
  const owner = join(azure.folder, "pki/owner.pem");
  const [major = 0, minor = 0] = az.version.split(".").map(Number);
  const flag = major + minor / 100 >= certificateFlagSince ? "--certificate" : "-p";
  return new Map(
    Object.entries({
      arm: variables["ARO_LOCAL_ARM"] ?? "",
      tenant: variables["ARO_LOCAL_TENANT"] ?? "",
      subscription: variables["ARO_LOCAL_SUBSCRIPTION"] ?? "",
      client: variables["ARO_LOCAL_CLIENT_ID"] ?? "",
      secret: variables["ARO_LOCAL_CLIENT_SECRET"] ?? "",
      cloudConfig: variables["ARO_LOCAL_CLOUD_CONFIG"] ?? "",
      byCertificate: `${flag} ${owner}`,
      templates: folder,
      file: join(folder, "good.json"),
    }),
  );
}

function folderFor(azure: Azure, name: string): string {
  const folder = join(azure.folder, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
