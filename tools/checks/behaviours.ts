// Proves that docs/emulated-azure.md is what the sources of the emulated Azure say.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { behavioursPage } from "../../packages/local/tools/behaviours-page.ts";

const file = "docs/emulated-azure.md";
const isFresh = readFileSync(join(import.meta.dirname, "../..", file), "utf8") === behavioursPage();
if (!isFresh) console.error(`${file} is not what the sources say; run 'npm run behaviours' and commit the result`);
console.log(isFresh ? "behaviours: the page is fresh" : "behaviours: 1 finding");
process.exitCode = isFresh ? 0 : 1;
