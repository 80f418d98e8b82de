import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile, NodeHost, resolveCompilerOptions } from "@typespec/compiler";
import type { Contract } from "../../src/versions/contract/contract.ts";
import { commonTypes } from "./common-types.ts";
import { generate } from "./generate.ts";
import { withItsCommonTypes } from "./older-common-types.ts";
import { SwaggerFiles } from "./swagger.ts";

/** Where the sources of the contract are. */
const typespecFolder = join(import.meta.dirname, "../../typespec");

/** What is emitted, relative to the root it is emitted into. */
export const emittedFolders = ["swagger", "packages/api/src/generated"] as const;

/** Emits descriptions of every api-version, and what the code needs of them, below `root`. @throws Error with the compiler's words. */
export async function emitContract(root: string): Promise<void> {
  const swagger = join(root, "swagger");
  await compileInto(swagger, typespecFolder);
  await compileInto(swagger, join(typespecFolder, "admin"));
  for (const [name, content] of Object.entries(commonTypes)) {
    const file = join(swagger, "common-types/resource-management", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  }
  const files = new SwaggerFiles();
  const examples = await examplesOfCheckout();
  const generated = join(root, "packages/api/src/generated");
  for (const { version, file } of emittedSwagger(root)) {
    writeFileSync(file, withItsCommonTypes(version, readFileSync(file, "utf8")));
    const folder = join(generated, version);
    generate(file, folder);
    // A version that has just been added to the sources has no contract yet: its examples come with it.
    const contract = examples?.contracts.find(({ name }) => name === version);
    if (contract !== undefined) examples?.writeExamples(file, { ...contract, ...freshShapes(folder) }, files);
  }
  generate(adminSwagger(root), join(generated, "admin"));
}

/** The code that makes examples: it needs what was emitted before, and a checkout that lost that gets its examples with the next run. */
async function examplesOfCheckout() {
  try {
    const { contracts } = await import("../../src/versions/registry.ts");
    return { contracts, ...(await import("./examples/examples.ts")) };
  } catch (cause) {
    if ((cause as { code?: string }).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw cause;
  }
}

/** The shapes just generated into `folder`: those of the checkout, which the contract has, may be older. */
function freshShapes(folder: string): Pick<Contract, "shape" | "resources"> {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  return {
    shape: read("cluster.json") as Contract["shape"],
    resources: read("resources.json") as Contract["resources"],
  };
}

async function compileInto(outputDir: string, entrypoint: string): Promise<void> {
  const [options] = await resolveCompilerOptions(NodeHost, {
    cwd: entrypoint,
    entrypoint,
    overrides: { outputDir },
  });
  const program = await compile(NodeHost, entrypoint, options);
  if (program.diagnostics.length > 0)
    throw new Error(program.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
}

/** The description of the version `admin` below `root`. */
const adminSwagger = (root: string): string => join(root, "swagger/admin/redhatopenshift.json");

/** The swagger files below `root`, by api-version, oldest first. */
export function emittedSwagger(root: string): { version: string; file: string }[] {
  const provider = join(root, "swagger/redhatopenshift");
  return readdirSync(provider)
    .flatMap((status) =>
      readdirSync(join(provider, status)).map((version) => ({
        version,
        file: join(provider, status, version, "redhatopenshift.json"),
      })),
    )
    .sort((a, b) => (a.version < b.version ? -1 : 1));
}
