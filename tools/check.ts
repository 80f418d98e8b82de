// Every check that is not a test: types, lint, format, floors, freshness of what is generated. `npm run check`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const checks: { name: string; command: string[] }[] = [
  { name: "types", command: [bin("tsc"), "--noEmit", "-p", "."] },
  { name: "format and lint", command: [bin("biome"), "check", "--error-on-warnings", "."] },
  {
    name: "lint with types",
    command: [bin("oxlint"), "--type-aware", "--deny-warnings", "packages", "tools", "test", "bench"],
  },
  { name: "floors", command: [process.execPath, "tools/checks/floors.ts"] },
  { name: "exports", command: [process.execPath, "tools/checks/exports.ts"] },
  { name: "rules named by tests exist", command: [process.execPath, "tools/checks/rules.ts"] },
  { name: "contract is fresh", command: [process.execPath, "tools/checks/contract.ts"] },
  { name: "page of behaviours is fresh", command: [process.execPath, "tools/checks/behaviours.ts"] },
];

let failed = 0;
for (const { name, command } of checks) {
  const started = performance.now();
  const result = spawnSync(
    command[0] ?? "",
    command.slice(1).filter((part) => !/^(test|bench)$/.test(part) || existsSync(join(root, part))),
    { cwd: root, encoding: "utf8" },
  );
  const ok = result.status === 0;
  if (!ok) failed++;
  console.log(`${ok ? "✓" : "✗"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.error(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
