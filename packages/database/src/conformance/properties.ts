import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { BatchOperation, Container, ContainerDefinition, Etag } from "../store.ts";
import { Model } from "./model.ts";
import { type BeginWorld, bare, drained, everything, type Thing } from "./world.ts";

const given = { parameter: "given" };
const modelled = {
  name: "Modelled",
  uniqueKeys: ["/key"],
  defaultTtlSeconds: -1,
  queries: [
    { name: "equal", where: [{ path: "/v", equals: given }] },
    {
      name: "equal-there",
      scope: "partition",
      where: [
        { path: "/v", equals: given },
        { path: "/kind", equals: "x" },
      ],
      orderBy: "/v",
    },
    {
      name: "by-key",
      scope: "partition",
      where: [
        { path: "/kind", equals: "x" },
        { path: "/key", equals: given },
      ],
    },
    { name: "by-prefix", scope: "partition", where: [{ path: "/key", startsWith: given }], orderBy: "/key" },
    { name: "unequal", where: [{ path: "/v", notEquals: given }] },
    { name: "listed", where: [{ path: "/v", in: ["a", "aa", "é"] }] },
    { name: "prefixed", where: [{ path: "/v", startsWith: given }], orderBy: "/v" },
    { name: "most", where: [{ path: "/v", atMost: given, absentAs: 1 }] },
    { name: "least", where: [{ path: "/v", atLeast: given, absentAs: 1 }], orderBy: "/w" },
    { name: "fresh", where: [{ path: "/_ts", atLeast: given }], orderBy: "/_ts" },
    { name: "expired", where: [{ path: "/kind", equals: "x" }, { secondsSinceWriteExceed: "/v" }], orderBy: "/_ts" },
    {
      name: "due",
      where: [
        { path: "/kind", equals: "x" },
        { path: "/v", atMost: { storeNow: true }, absentAs: 0 },
      ],
    },
  ],
} as const satisfies ContainerDefinition;

const text = fc.constantFrom("", "a", "aa", "ab", "b", "é", "\uffee", "😀", 'a"');
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 3);
const value = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const id = fc.constantFrom("a", "b", "c", "d");
const partition = fc.constantFrom("p", "q");
const document = fc.record(
  {
    id,
    key: fc.oneof(text, fc.constant(null)),
    kind: fc.constantFrom("x", "y"),
    v: value,
    w: fc.oneof(text, number),
    ttl: fc.constantFrom(1, 2, 3, -1),
  },
  { requiredKeys: ["id"] },
);
/** An ETag: whichever, the version that is there, or one from before. */
const match = fc.constantFrom("any", "current", "older");
const operation = fc.oneof(
  fc.record({ create: document }),
  fc.record({ replace: document, match }),
  fc.record({ delete: id, match }),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ partition, operations: fc.array(operation, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 3 }) }) },
);

type Operation = (typeof operation extends fc.Arbitrary<infer T> ? T : never) & { match?: string };

/** The store's own ETags beside the model's. */
class Etags {
  readonly #current = new Map<string, Etag>();
  readonly #older = new Map<string, Etag>();
  note(at: string, etag: Etag | undefined): void {
    const before = this.#current.get(at);
    if (before !== undefined) this.#older.set(at, before);
    if (etag === undefined) this.#current.delete(at);
    else this.#current.set(at, etag);
  }
  of(at: string, match: string): Etag | "any" {
    if (match === "any") return "any";
    return (match === "current" ? this.#current : this.#older).get(at) ?? ('"000000000"' as Etag);
  }
}

async function play(container: Container, model: Model, etags: Etags, there: string, operations: readonly Operation[]) {
  const resolved = (etagOf: (id: string, match: string) => string): BatchOperation[] =>
    operations.map((one) => {
      if ("create" in one) return { create: one.create as Thing };
      if ("replace" in one)
        return { replace: one.replace as Thing, ifMatch: etagOf(one.replace.id, one.match ?? "any") as Etag };
      return { delete: one.delete, ifMatch: etagOf(one.delete, one.match ?? "any") as Etag };
    });
  const expected = model.batch(
    there,
    resolved((id, match) =>
      match === "current" ? (model.versionOf(there, id) ?? "none") : match === "older" ? "older" : match,
    ),
  );
  const outcome = await container.batch(
    there,
    resolved((id, match) => etags.of(`${there}/${id}`, match)),
  );
  if (outcome.outcome === "written")
    for (const [index, stored] of outcome.documents.entries()) {
      const one = operations[index] as Operation;
      const id = "create" in one ? one.create.id : "replace" in one ? one.replace.id : one.delete;
      etags.note(`${there}/${id}`, stored?._etag);
    }
  const path = outcome.outcome === "conflict" ? ` ${outcome.path}` : "";
  assert.equal(outcome.outcome === "written" ? "written" : `${outcome.outcome}${path} at ${outcome.index}`, expected);
}

/** Whatever is done to it, a container is what the model is. */
export function propertyFacts(begin: BeginWorld): void {
  test("any run of batches and waits leaves what the model has: outcomes, queries in pages, counts and feed", async () => {
    await using world = await begin();
    const [one, other] = [await world.open(), await world.open()];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        value.filter((given) => given !== null),
        fc.integer({ min: 1, max: 3 }),
        async (steps, asked, pageSize) => {
          const definition = { ...modelled, name: `Modelled${run++}` };
          const handles = [await one.container(definition), await other.container(definition)] as const;
          const model = new Model(definition);
          model.now = await one.now();
          const etags = new Etags();
          for (const [index, taken] of steps.entries()) {
            if ("pass" in taken) {
              if (world.passesAtOnce) await world.pass(taken.pass);
              model.now = await one.now();
            } else
              await play(
                handles[index % 2 === 0 ? 0 : 1],
                model,
                etags,
                taken.partition,
                taken.operations as Operation[],
              );
          }
          const things = (documents: readonly Thing[]) => documents.map((found) => JSON.stringify(found)).join("\n");
          const stored = async (documents: Promise<Parameters<typeof bare>[0][]>) =>
            things((await documents).map(bare));
          const [container] = handles;
          for (const query of definition.queries) {
            const wants = JSON.stringify(query.where).includes("parameter");
            const startsWith = JSON.stringify(query.where).includes("startsWith");
            if (
              (wants && startsWith && typeof asked !== "string") ||
              (/most|least|fresh/.test(query.name) && typeof asked === "boolean")
            )
              continue;
            const parameters: Record<string, string | number | boolean> = wants ? { given: asked } : {};
            for (const there of "scope" in query ? ["p"] : [undefined, "q"]) {
              const options = { parameters, ...(there === undefined ? {} : { partition: there }) };
              const expected = model.query(query, parameters, there);
              assert.equal(
                await stored(everything(container, query.name, { ...options, pageSize })),
                things(expected),
                query.name,
              );
              assert.equal(await container.count(query.name, options), expected.length, query.name);
            }
          }
          assert.equal(
            await stored(drained(container, undefined, pageSize).then((all) => all.documents)),
            things(model.changes()),
          );
        },
      ),
      { numRuns: world.passesAtOnce ? 150 : 20 },
    );
  });
}
