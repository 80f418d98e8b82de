// `npm run swagger:diff [-- VERSION…] [-- --published FOLDER]`: compares each emitted description with the published one and prints every
// difference a client can notice. FOLDER is a copy of azure-rest-api-specs.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { emittedSwagger } from "../contract/emit.ts";
import { compare, described } from "./compare.ts";
import { publishedData, publishedFolder } from "./published.ts";
import { surfaceOf } from "./surface.ts";

const { values, positionals } = parseArgs({ options: { published: { type: "string" } }, allowPositionals: true });
const root = join(import.meta.dirname, "../../../..");
const emitted = emittedSwagger(root).filter(({ version }) => positionals.length === 0 || positionals.includes(version));
if (emitted.length === 0) {
  console.error(`nothing emitted for ${positionals.join(", ")}; run 'npm run contract' first`);
  process.exitCode = 2;
}
for (const { version, file } of emitted) {
  const folder = publishedFolder(values.published ?? publishedData, version);
  if (folder === undefined) {
    console.log(`${version}: no published description found; name a copy of azure-rest-api-specs with --published`);
    continue;
  }
  const found = compare(surfaceOf(join(folder, "redhatopenshift.json")), surfaceOf(file));
  for (const difference of found) console.log(`${version}: ${described(difference)}`);
  console.log(`${version}: ${found.length} differences`);
  if (found.length > 0) process.exitCode = 1;
}
