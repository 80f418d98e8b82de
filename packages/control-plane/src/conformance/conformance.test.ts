import { after, describe, test } from "node:test";
import { startEmbedded } from "./embedded-engine.ts";
import { suite, tryFact } from "./suite.ts";

const engine = await startEmbedded();
for (const [subject, facts] of Object.entries(suite))
  describe(subject, () => {
    for (const { title, holds } of facts) test(title, () => tryFact(engine, { title, holds }));
  });
after(() => engine[Symbol.asyncDispose]());
