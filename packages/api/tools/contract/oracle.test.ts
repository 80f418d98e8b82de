import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { LiveValidator } from "oav/dist/index.js";
import type { JsonObject } from "../../src/documents/json.ts";
import { running } from "../../src/versions/2025-07-25/judged.ts";
import { apiVersions } from "../../src/versions/registry.ts";
import { sampleBody, sampleRequest, sampleWorkloadBody } from "../../src/versions/samples.ts";

const swagger = join(import.meta.dirname, "../../../../swagger");

test("Azure's own validator takes our GET and PUT bodies for what the description says (ARM-GET-03)", async () => {
  const validator = new LiveValidator({ directory: swagger, swaggerPathsPattern: ["redhatopenshift/**/*.json"] });
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
  for (const [name, version] of apiVersions)
    for (const body of [sampleBody(), sampleWorkloadBody()]) {
      const shown = version.toExternal(running(body));
      for (const [method, sent] of [
        ["GET", undefined],
        ["PUT", body],
      ] as const) {
        const verdict = await exchange(name, method, sent, shown);
        assert.deepEqual(verdict.requestValidationResult.errors, []);
        assert.deepEqual(verdict.responseValidationResult.errors, []);
        assert.equal(verdict.responseValidationResult.isSuccessful, true);
      }
      const wrong = await exchange(name, "GET", undefined, { ...shown, location: 7 });
      assert.equal(wrong.responseValidationResult.isSuccessful, false);
    }
});
