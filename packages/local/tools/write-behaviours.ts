// Writes docs/emulated-azure.md: `npm run behaviours`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { behavioursPage } from "./behaviours-page.ts";

const file = join(import.meta.dirname, "../../../docs/emulated-azure.md");
writeFileSync(file, behavioursPage());
console.log(`behaviours: docs/emulated-azure.md is written`);
