import assert from "node:assert/strict";
import { test } from "node:test";
import * as read from "./parse.ts";
import { Problem } from "./problem.ts";

const cases: readonly { reader: read.Read<unknown>; good: readonly string[]; bad: readonly string[] }[] = [
  {
    reader: read.domain,
    good: ["a", "abc", "a-b.c1", "x".repeat(63)],
    bad: ["", "A", "a_b", "-a", "a-", "a..b", ".a", "x".repeat(64)],
  },
  {
    reader: read.version,
    good: ["4.19.12", "4.0.0", "9.99.99"],
    bad: ["4.19", "3.11.1", "10.1.1", "4.100.1", "v4.1.1", "4.1.1-rc"],
  },
  {
    reader: read.network,
    good: ["10.128.0.0/14", "0.0.0.0/0", "255.255.255.255/32", "192.168.4.0/22"],
    bad: ["10.128.0.1/14", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "::/0", "10.0.0.0/8 "],
  },
  {
    reader: read.uuid,
    good: ["01234567-89ab-cdef-0123-456789abcdef"],
    bad: ["", "x", "01234567-89ab-cdef-0123-456789abcde"],
  },
  { reader: read.integer(1, 20), good: ["1", "20"], bad: ["0", "21", "1.5", "-1", "", "1e1"] },
  { reader: read.integerOrNone(128), good: ["0", "128", "1000"], bad: ["127", "-128", "x"] },
  { reader: read.name, good: ["c1", "my.group(1)"], bad: ["", ".", "..", "a/b", "a b", "a%2f"] },
  { reader: read.threeState, good: ["true", "FALSE", "0", "yes"], bad: ["", "maybe"] },
  { reader: read.oneOf(["Loadbalancer", "UserDefinedRouting"]), good: ["Loadbalancer"], bad: ["loadbalancer", ""] },
  { reader: read.oneOf(["Public", "Private"], true), good: ["public", "PRIVATE"], bad: ["both"] },
];

test("each reader takes what is right and refuses the rest, naming flag and value", () => {
  for (const { reader, good, bad } of cases) {
    for (const text of good) assert.doesNotThrow(() => reader(text, "--flag"), text);
    for (const text of bad)
      assert.throws(
        () => reader(text, "--flag"),
        (error) => error instanceof Problem && error.exitStatus === 2 && error.message.startsWith(`--flag: "${text}"`),
        text,
      );
  }
});

test("a network with host bits is refused with the network it lies in", () => {
  assert.throws(() => read.network("10.131.7.0/14", "--pod-cidr"), /the network is 10\.128\.0\.0\/14/);
});

test("0 counts as not given where a count has a lower bound", () => {
  assert.equal(read.integerOrNone(3)("0", "--worker-count"), undefined);
});

test("a word of any case becomes the list's", () => {
  assert.equal(read.oneOf(["Public", "Private"], true)("pRIVATE", "--x"), "Private");
});

test("tags are split at the first equals sign; a word without one has an empty value", () => {
  assert.deepEqual(read.tags(["a=1", "b=x=y", "c", ""]), { a: "1", b: "x=y", c: "" });
});

test("a tag that is given twice is refused with both values, also when only its case differs", () => {
  const twice = { exitStatus: 2, message: /--tags: "a" is given twice, as a=1 and as a=2; give it once/ };
  assert.throws(() => read.tags(["a=1", "b=1", "a=2"]), twice);
  assert.throws(() => read.tags(["Env=dev", "env"]), /"env" is given twice, as Env=dev and as env=;/);
});

test("a name is what the service takes for one", () => {
  for (const text of ["a", "A-1_(b).c", "x".repeat(90)]) assert.equal(read.resourceName(text, "--name"), text);
  for (const text of ["", ".", "..", "a.", "a/b", "a b", "ä", "a%2fb", "x".repeat(91), "x".repeat(5_000)])
    assert.throws(
      () => read.resourceName(text, "--name"),
      (error: Error & { exitStatus?: number }) =>
        error.exitStatus === 2 &&
        /^--name: ".*" is not a name: at most 90 /s.test(error.message) &&
        error.message.length < 300,
      text,
    );
});
