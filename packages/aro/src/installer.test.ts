import assert from "node:assert/strict";
import { test } from "node:test";
import { installer } from "./installer.ts";
import { paperEdge } from "./testing/edge.ts";

test("what the installer's environment lacks is told in its own log lines, and it exits 3 (spec 03 §7.2)", async () => {
  const edge = paperEdge();
  assert.equal(await installer(["create", "manifests"], edge), 3);
  assert.match(edge.err(), /^level=error msg=environment variable "ARO_UUID" unset; it is to hold: /m);
  assert.equal(edge.out(), "");
});

test("installer --help prints the table of variables, and says which may be empty", async () => {
  const edge = paperEdge();
  assert.equal(await installer(["--help"], edge), 0);
  assert.match(edge.out(), /^ {2}ARO_UUID +id of the cluster's document \(required\)$/m);
  assert.match(edge.out(), /^ {2}ARO_GATEWAY_DOMAINS +comma list of names that go by the gateway \(must\n +exist\)$/m);
  assert.match(edge.out(), /^ {2}ARO_INSTALLER_ROOT +[^()]*\(default: \/\)$/m);
});

test("a command that the installer does not have, or an unknown flag, is refused with usage and exit status 2", async () => {
  for (const words of [
    [],
    ["create"],
    ["create", "x"],
    ["destroy", "cluster"],
    ["create", "cluster", "y"],
    ["--odd"],
    ["create", "cluster", "--log-level", "loud"],
  ]) {
    const edge = paperEdge();
    assert.equal(await installer(words, edge), 2, words.join(" "));
    assert.match(
      edge.err(),
      /^aro installer: .+\nUsage: \.\/aro installer create manifests\|cluster /,
      words.join(" "),
    );
  }
});
