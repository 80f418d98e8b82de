import { after, before, test } from "node:test";
import { type BlobRig, blobRig } from "../testing/blob-rig.ts";
import { suite } from "./suite.ts";
import type { Target } from "./target.ts";

let rig: BlobRig;
let target: Target;
before(async () => {
  rig = await blobRig();
  await rig.account("conforming");
  target = {
    service: rig.client("conforming"),
    credential: rig.credential("conforming"),
    options: { proxyOptions: rig.proxyOptions, retryOptions: { maxTries: 1 } },
    send: rig.call,
  };
});
after(() => rig[Symbol.asyncDispose]());

for (const [index, one] of suite.entries())
  test(`blob service: ${one.name}`, async () => {
    const container = target.service.getContainerClient(`case-${index}`);
    await container.create();
    await one.run(target, container);
  });
