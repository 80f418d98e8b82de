import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile, NodeHost, resolveCompilerOptions } from "@typespec/compiler";
import { commonTypes } from "./common-types.ts";
import { generate } from "./generate.ts";
import { withItsCommonTypes } from "./older-common-types.ts";

/** Where the sources of the contract are. */
export const typespecFolder = join(import.meta.dirname, "../../typespec");

/** What is emitted, relative to the root it is emitted into. */
export const emittedFolders = ["swagger", "packages/api/src/generated"] as const;

/** Emits swagger of every api-version, and what the code needs of it, below `root`. @throws Error with the compiler's words. */
export async function emitContract(root: string): Promise<void> {
  const swagger = join(root, "swagger");
  const [options] = await resolveCompilerOptions(NodeHost, {
    cwd: typespecFolder,
    entrypoint: typespecFolder,
    overrides: { outputDir: swagger },
  });
  const program = await compile(NodeHost, typespecFolder, options);
  if (program.diagnostics.length > 0)
    throw new Error(program.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  for (const [name, content] of Object.entries(commonTypes)) {
    const file = join(swagger, "common-types/resource-management", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  }
  for (const { version, file } of emittedSwagger(root)) {
    writeFileSync(file, withItsCommonTypes(version, readFileSync(file, "utf8")));
    generate(file, join(root, "packages/api/src/generated", version));
  }
}

/** The swagger files below `root`, by api-version. */
export function emittedSwagger(root: string): { version: string; file: string }[] {
  const provider = join(root, "swagger/redhatopenshift");
  return readdirSync(provider).flatMap((status) =>
    readdirSync(join(provider, status)).map((version) => ({
      version,
      file: join(provider, status, version, "redhatopenshift.json"),
    })),
  );
}
