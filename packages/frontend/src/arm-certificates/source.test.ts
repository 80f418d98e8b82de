import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { scaledDurations } from "@aro/api";
import { isoTime, manualClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { armCertificates, type FetchAnswer } from "./source.ts";

const hour = 3_600_000;
const durations = scaledDurations(1);

/** An endpoint whose next answer the test chooses, with `source` fed from it. */
function fixture() {
  const clock = manualClock();
  const calls: { url: string; redirect: string }[] = [];
  const endpoint: { answer: () => Promise<FetchAnswer> } = { answer: () => Promise.reject(new Error("down")) };
  const source = armCertificates({
    endpoint: "https://arm.example",
    fetch: (url, { redirect }) => {
      calls.push({ url, redirect });
      return endpoint.answer();
    },
    clock,
    log: silentLog,
    durations,
  });
  const listed = (name: string, from: number, until: number) => ({
    thumbprint: name,
    notBefore: isoTime(clock.now() + from),
    notAfter: isoTime(clock.now() + until),
    certificate: Buffer.from(name).toString("base64"),
  });
  const answers = (body: unknown, { status = 200, type = "application/json; charset=utf-8" } = {}) => {
    endpoint.answer = () =>
      Promise.resolve({ status, headers: new Headers({ "content-type": type }), json: async () => body });
  };
  return { clock, calls, endpoint, source, listed, answers };
}

const der = (name: string) => Buffer.from(name);

describe("armCertificates", () => {
  it("knows nobody and is not ready before the first answer (ARM-HDR-05)", async () => {
    const { source, clock } = fixture();
    await clock.advance(0);
    assert.equal(source.ready(), false);
    assert.equal(source.authorises(der("a")), false);
    source[Symbol.dispose]();
  });

  it("authorises exactly the bytes of listed certificates, in their time", async () => {
    const { source, clock, answers, listed, calls } = fixture();
    answers({
      clientCertificates: [listed("old", -2 * hour, 2 * hour), listed("new", hour, 3 * hour), listed("past", -2, -1)],
    });
    await source.refresh();
    assert.deepEqual(calls.at(-1), {
      url: "https://arm.example/metadata/authentication?api-version=2015-01-01",
      redirect: "error",
    });
    assert.deepEqual(
      ["old", "new", "past", "ol", "oldx", ""].map((name) => source.authorises(der(name))),
      [true, false, false, false, false, false],
    );
    answers(undefined, { status: 500 });
    await clock.advance(hour);
    assert.deepEqual(
      ["old", "new"].map((name) => source.authorises(der(name))),
      [true, true],
    );
    await clock.advance(hour);
    assert.deepEqual(
      ["old", "new"].map((name) => source.authorises(der(name))),
      [false, true],
    );
    source[Symbol.dispose]();
  });

  it("asks again every hour after success and every ten seconds after failure", async () => {
    const { source, clock, answers, listed, calls } = fixture();
    await clock.advance(0);
    assert.equal(calls.length, 1);
    answers({ clientCertificates: [listed("a", -hour, 48 * hour)] });
    await clock.advance(durations.conditionPoll);
    assert.equal(calls.length, 2);
    assert.equal(source.ready(), true);
    await clock.advance(hour - 1);
    assert.equal(calls.length, 2);
    await clock.advance(1);
    assert.equal(calls.length, 3);
    source[Symbol.dispose]();
    await clock.advance(3 * hour);
    assert.equal(calls.length, 3);
  });

  for (const [what, spoil] of [
    [
      "another status",
      ({ answers }: ReturnType<typeof fixture>) => answers({ clientCertificates: [] }, { status: 301 }),
    ],
    [
      "another type than JSON",
      ({ answers, listed }: ReturnType<typeof fixture>) =>
        answers({ clientCertificates: [listed("b", -hour, hour)] }, { type: "text/html" }),
    ],
    ["no list", ({ answers }: ReturnType<typeof fixture>) => answers({})],
    ["null", ({ answers }: ReturnType<typeof fixture>) => answers(null)],
    [
      "an entry without a certificate",
      ({ answers }: ReturnType<typeof fixture>) => answers({ clientCertificates: [{}] }),
    ],
    [
      "no certificate in its time",
      ({ answers, listed }: ReturnType<typeof fixture>) =>
        answers({ clientCertificates: [listed("b", hour, 2 * hour)] }),
    ],
    [
      "silence",
      ({ endpoint }: ReturnType<typeof fixture>) => {
        endpoint.answer = () => new Promise(() => {});
      },
    ],
  ] as const)
    it(`keeps the former set after an answer with ${what}`, async () => {
      const all = fixture();
      const { source, clock, answers, listed } = all;
      answers({ clientCertificates: [listed("a", -hour, 48 * hour)] });
      await source.refresh();
      spoil(all);
      const refreshed = source.refresh();
      await clock.advance(durations.dependencyDeadline);
      await refreshed;
      assert.deepEqual([source.authorises(der("a")), source.authorises(der("b"))], [true, false]);
      source[Symbol.dispose]();
    });

  it("is no longer ready a day after the last good answer, though it still authorises", async () => {
    const { source, clock, answers, listed } = fixture();
    answers({ clientCertificates: [listed("a", -hour, 480 * hour)] });
    await source.refresh();
    answers(null);
    await clock.advance(24 * hour - 1);
    assert.equal(source.ready(), true);
    await clock.advance(1);
    assert.equal(source.ready(), false);
    assert.equal(source.authorises(der("a")), true);
    source[Symbol.dispose]();
  });
});
