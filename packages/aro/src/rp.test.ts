import assert from "node:assert/strict";
import { test } from "node:test";
import { rp } from "./rp.ts";
import { paperEdge } from "./testing/edge.ts";

test("rp without its environment names every variable that is missing, one a line, and exits 1", async () => {
  const edge = paperEdge();
  assert.equal(await rp([], edge), 1);
  assert.match(edge.err(), /^aro rp: environment variable "AZURE_TENANT_ID" unset\n/m);
  assert.match(edge.err(), /'\.\/aro rp --help' says what each variable means\n$/);
  assert.doesNotMatch(edge.err(), / {4}at /);
});

test("rp --help prints the table of variables", async () => {
  const edge = paperEdge();
  assert.equal(await rp(["--help"], edge), 0);
  assert.match(edge.out(), /^ {2}AZURE_TENANT_ID +tenant of the service itself \(required\)$/m);
  assert.match(edge.out(), /^ {2}ARO_DURATION_SCALE [^()]*\(default: 1\)$/m);
});

test("rp refuses an unknown role, flag or argument with usage and exit status 2", async () => {
  for (const words of [["--role", "both"], ["--nonsense"], ["x"], ["--role"]]) {
    const edge = paperEdge();
    assert.equal(await rp(words, edge), 2, words.join(" "));
    assert.match(edge.err(), /^aro rp: .+\nUsage: \.\/aro rp /, words.join(" "));
  }
});
