import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LiveValidator, NewModelValidator } from "oav/dist/index.js";
import type { JsonObject } from "../../src/documents/json.ts";
import { contracts } from "../../src/versions/registry.ts";
import { judgedBy } from "../../src/versions/testing/judged.ts";
import { bodyOf, sampleBody, sampleRequest, sampleWorkloadBody } from "../../src/versions/testing/samples.ts";
import { publishedData, publishedFolder } from "../swagger-diff/published.ts";
import { emittedSwagger } from "./emit.ts";
import { operationsOf } from "./operations.ts";
import type { SwaggerNode } from "./swagger.ts";

const root = join(import.meta.dirname, "../../../..");
const emitted = emittedSwagger(root);
const published = contracts.filter(({ name }) => emitted.some(({ version }) => version === name));

/** What Azure's own validator says of the examples that the description at `file` refers to. */
async function faultsOfExamples(file: string): Promise<string[]> {
  const validator = new NewModelValidator(file);
  await validator.initialize();
  await validator.validateOperations();
  return validator.result.map(
    ({ code, message, exampleUrl, exampleJsonPath }) => `${exampleUrl}: ${code} ${exampleJsonPath}: ${message}`,
  );
}

test("Azure's own validator takes our GET and PUT bodies for what the description says (ARM-GET-03)", async () => {
  const validator = new LiveValidator({
    directory: join(root, "swagger"),
    swaggerPathsPattern: ["redhatopenshift/*/*/redhatopenshift.json"],
  });
  await validator.initialize();
  const exchange = (version: string, method: string, request: JsonObject | undefined, body: JsonObject) =>
    validator.validateLiveRequestResponse({
      liveRequest: {
        url: `https://management.azure.com${sampleRequest({}).target.id}?api-version=${version}`,
        method,
        headers: { "content-type": "application/json" },
        ...(request === undefined ? {} : { body: request }),
      },
      liveResponse: { statusCode: "200", headers: { "content-type": "application/json" }, body },
    });
  for (const contract of published) {
    const { version, running } = judgedBy(contract.name);
    const known = "identity" in contract.shape.properties ? [sampleBody(), sampleWorkloadBody()] : [sampleBody()];
    for (const body of known.map((one) => smaller(bodyOf(contract, one)))) {
      const shown = version.toExternal(running(body));
      for (const [method, sent] of [
        ["GET", undefined],
        ["PUT", body],
      ] as const) {
        const verdict = await exchange(contract.name, method, sent, shown);
        assert.deepEqual(verdict.requestValidationResult.errors, []);
        assert.deepEqual(verdict.responseValidationResult.errors, []);
        assert.equal(verdict.responseValidationResult.isSuccessful, true);
      }
      const wrong = await exchange(contract.name, "GET", undefined, { ...shown, location: 7 });
      assert.equal(wrong.responseValidationResult.isSuccessful, false);
    }
  }
});

/** `body` with sizes that were listed when versions still listed them. */
const smaller = (body: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(body).replaceAll("s_v5", "s_v3")) as JsonObject;

for (const { version, file } of emitted) {
  test(`Azure's own validator takes our examples of ${version} for what our description says`, async () =>
    assert.deepEqual(await faultsOfExamples(file), []));

  const folder = publishedFolder(publishedData, version);
  const skip = folder === undefined ? `no published description of ${version} beside the checkout` : false;
  test(`Azure's own validator takes our examples of ${version} for what the published description says`, {
    skip,
  }, async () => {
    const copy = mkdtempSync(join(tmpdir(), "oracle-"));
    try {
      // As deep as it lies in its repository, so that its references find the common types.
      const there = join(copy, "specification/a/b/c/d/e", version);
      mkdirSync(there, { recursive: true });
      cpSync(join(publishedData, "specification/common-types"), join(copy, "specification/common-types"), {
        recursive: true,
      });
      const swagger = JSON.parse(readFileSync(join(folder ?? "", "redhatopenshift.json"), "utf8")) as SwaggerNode;
      const operations = operationsOf(swagger);
      for (const { id, node } of operations) node["x-ms-examples"] = { ours: { $ref: `./examples/${id}.json` } };
      writeFileSync(join(there, "redhatopenshift.json"), JSON.stringify(swagger));
      const ours = join(file, "../examples");
      cpSync(ours, join(there, "examples"), { recursive: true });
      assert.deepEqual(await faultsOfExamples(join(there, "redhatopenshift.json")), []);
      assert.deepEqual(readdirSync(ours).sort(), operations.map(({ id }) => `${id}.json`).sort());
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
}

test("a wrong example is found", async () => {
  const copy = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    cpSync(join(root, "swagger"), copy, { recursive: true });
    const folder = join(copy, "redhatopenshift/stable/2020-04-30");
    const example = join(folder, "examples/OpenShiftClusters_Get.json");
    writeFileSync(example, readFileSync(example, "utf8").replace('"Succeeded"', '"Canceled"'));
    assert.equal((await faultsOfExamples(join(folder, "redhatopenshift.json"))).length, 1);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
