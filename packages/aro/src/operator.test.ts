import assert from "node:assert/strict";
import { test } from "node:test";
import { operator } from "./operator.ts";
import { paperEdge } from "./testing/edge.ts";

test("operator wants exactly one role: usage and exit status 2 otherwise", async () => {
  for (const words of [[], ["master", "worker"], ["--nonsense"]]) {
    const edge = paperEdge();
    assert.equal(await operator(words, edge), 2, words.join(" "));
    assert.match(edge.err(), /^aro operator: .+\nUsage: \.\/aro operator master\|worker\n$/, words.join(" "));
  }
});

test("operator refuses a role that there is not", async () => {
  const edge = paperEdge();
  assert.equal(await operator(["boss"], edge), 1);
  assert.equal(edge.err(), "aro operator: invalid role boss; it is master or worker\n");
});

test("operator says what it misses, and which variable it cannot use", async () => {
  const alone = paperEdge();
  assert.equal(await operator(["master"], alone), 1);
  assert.match(alone.err(), /^aro operator: neither KUBECONFIG nor KUBERNETES_SERVICE_HOST is set/);
  const wrong = paperEdge({ environment: { ARO_OPERATOR_HEALTH_LISTEN: "8080" } });
  assert.equal(await operator(["worker"], wrong), 1);
  assert.match(wrong.err(), /"ARO_OPERATOR_HEALTH_LISTEN": "8080" is not host:port/);
});

test("operator --help prints the table of variables", async () => {
  const edge = paperEdge();
  assert.equal(await operator(["--help"], edge), 0);
  assert.match(
    edge.out(),
    /^ {2}ARO_OPERATOR_HEALTH_LISTEN +host:port of health, host optional \(default:\n +:8080\)$/m,
  );
});
