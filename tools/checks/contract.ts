// Proves that what is checked in is what packages/api/typespec says: emits into a temporary folder and compares, byte by byte.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { emitContract, emittedFolders } from "../../packages/api/tools/contract/emit.ts";

const root = join(import.meta.dirname, "../..");

const filesOf = (base: string): Map<string, string> => {
  const files = emittedFolders.flatMap((folder) =>
    readdirSync(join(base, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(files.map((file) => [relative(base, file), readFileSync(file, "utf8")]));
};

const fresh = mkdtempSync(join(tmpdir(), "contract-"));
const findings: string[] = [];
try {
  await emitContract(fresh);
  const [emitted, present] = [filesOf(fresh), filesOf(root)];
  for (const [file, text] of emitted) {
    if (!present.has(file)) findings.push(`${file} is emitted but not checked in`);
    else if (present.get(file) !== text) findings.push(`${file} is not what the sources say`);
  }
  for (const file of present.keys())
    if (!emitted.has(file)) findings.push(`${file} is checked in but no longer emitted`);
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
for (const finding of findings) console.error(`${finding}; run 'npm run contract' and commit the result`);
console.log(findings.length === 0 ? "contract: emitted files are fresh" : `contract: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
