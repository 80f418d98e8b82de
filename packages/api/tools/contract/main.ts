// `npm run contract`: emits everything that is emitted from packages/api/typespec into this checkout.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emitContract, emittedFolders, emittedSwagger } from "./emit.ts";

const root = join(import.meta.dirname, "../../../..");
const fresh = mkdtempSync(join(tmpdir(), "contract-"));
try {
  // Elsewhere first: sources that do not compile leave the checkout as it is.
  await emitContract(fresh);
  for (const folder of emittedFolders) {
    rmSync(join(root, folder), { recursive: true, force: true });
    cpSync(join(fresh, folder), join(root, folder), { recursive: true });
  }
  console.log(
    `emitted ${emittedSwagger(root)
      .map(({ version }) => version)
      .join(", ")}`,
  );
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
