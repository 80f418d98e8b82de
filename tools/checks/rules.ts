// The rules of the ARM contract (test/contract/rules.json) and the tests that carry their ids in a title. Fails when a title names a rule that
// does not exist; prints the rules no test carries. `node tools/checks/rules.ts`.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const rules = JSON.parse(readFileSync(join(root, "test/contract/rules.json"), "utf8")) as {
  id: string;
  level: string;
}[];
const carried = new Map<string, string[]>(rules.map(({ id }) => [id, []]));
const unknown: string[] = [];

for (const file of globSync(["packages/*/{src,tools}/**/*.test.ts", "test/**/*.test.ts"], { cwd: root })) {
  const text = readFileSync(join(root, file), "utf8");
  for (const [title] of text.matchAll(/\b(?:test|it|describe|suite|fact)\(\s*(?:"[^"\n]*"|`[^`]*`|'[^'\n]*')/g))
    for (const [id] of title.matchAll(/ARM-[A-Z]{3}-\d\d/g)) {
      const tests = carried.get(id);
      if (tests === undefined) unknown.push(`${file}: ${id} is no rule`);
      else tests.push(file);
    }
}

const without = rules.filter(({ id }) => carried.get(id)?.length === 0);
for (const line of unknown) console.error(line);
console.log(`rules: ${rules.length - without.length} of ${rules.length} carried by a test`);
if (without.length > 0)
  console.log(
    `without a test: ${without.map(({ id, level }) => (level === "MUST" ? id : `${id} (should)`)).join(", ")}`,
  );
process.exitCode = unknown.length === 0 ? 0 : 1;
