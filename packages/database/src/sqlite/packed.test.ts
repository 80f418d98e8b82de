import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PackedResults, type PackedWrites, packResult, packWrite, unpackResults, unpackWrites } from "./packed.ts";
import type { Result, Write } from "./write.ts";

const version = fc.oneof(fc.constant("any" as const), fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }));
const incoming = fc.record({
  id: fc.string(),
  ttl: fc.oneof(fc.constant(undefined), fc.integer()),
  text: fc.string({ unit: "binary" }),
});
const operation = fc.oneof(
  fc.record({ create: incoming }),
  fc.record({ replace: incoming, ifMatch: version }),
  fc.record({ delete: fc.string(), ifMatch: version }),
);
const table = fc.nat();
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ table, partition: fc.string(), operations: fc.array(operation) }),
  fc.record({ table, layOut: fc.constant(true as const) }),
  fc.record({ table, purge: fc.nat() }),
);
const sequence = fc.maxSafeNat();
const result: fc.Arbitrary<Result> = fc.oneof(
  fc.record({ outcome: fc.constant("written" as const), ts: fc.nat(), sequences: fc.array(sequence) }),
  fc.record({
    outcome: fc.constant("written" as const),
    ts: fc.nat(),
    sequences: fc.constant([0]),
    removed: fc.record({ text: fc.string(), sequence, ts: fc.nat() }),
  }),
  fc.record({ outcome: fc.constant("done" as const), documents: fc.nat() }),
  fc.record({ outcome: fc.constant("conflict" as const), path: fc.string(), index: fc.nat() }),
  fc.record({ outcome: fc.constantFrom("notFound" as const, "preconditionFailed" as const), index: fc.nat() }),
);

/** Members that are undefined and those that are absent say the same. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function arriveAsSent<One>(
  one: fc.Arbitrary<One>,
  pack: (packed: PackedWrites & PackedResults, number: number, one: One) => void,
  unpack: (packed: PackedWrites & PackedResults, each: (number: number, one: One) => void) => void,
): void {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), one)), (sent) => {
      const packed: PackedWrites & PackedResults = [];
      for (const [number, each] of sent) pack(packed, number, each);
      const arrived: [number, One][] = [];
      unpack(structuredClone(packed), (number, each) => arrived.push([number, each]));
      assert.deepEqual(plain(arrived), plain(sent));
    }),
  );
}

test("writes arrive as they were sent, in their order", () => arriveAsSent(write, packWrite, unpackWrites));
test("results arrive as they were sent, in their order", () => arriveAsSent(result, packResult, unpackResults));
