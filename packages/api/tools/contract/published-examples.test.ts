import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import type { OpenShiftCluster } from "../../src/documents/cluster.ts";
import type { JsonObject } from "../../src/documents/json.ts";
import { applied } from "../../src/versions/contract/apply.ts";
import { knownBody } from "../../src/versions/contract/known.ts";
import { clusterView, prepared } from "../../src/versions/contract/prepared.ts";
import { typeFindings } from "../../src/versions/contract/type-check.ts";
import { newPart } from "../../src/versions/contract/view.ts";
import { contracts } from "../../src/versions/registry.ts";
import { holds } from "../../src/versions/testing/holds.ts";
import { sampleSealer } from "../../src/versions/testing/samples.ts";
import { publishedData, publishedFolder } from "../swagger-diff/published.ts";
import { emittedSwagger } from "./emit.ts";
import { operationsOf } from "./operations.ts";
import { jsonSchemas } from "./schemas.ts";
import type { SwaggerNode } from "./swagger.ts";

type Example = {
  name: string;
  operation: string;
  parameters: { parameters?: JsonObject };
  responses: Record<string, { body?: JsonObject }>;
};

const root = join(import.meta.dirname, "../../../..");
const secrets = ["pullSecret", "clientSecret"];

/** Examples of later versions name their operation; the others' files are named for it. */
const examplesIn = (folder: string): Example[] =>
  readdirSync(folder).map((name) => {
    const example = JSON.parse(readFileSync(join(folder, name), "utf8")) as Omit<Example, "name" | "operation">;
    const operation = (example as { operationId?: string }).operationId ?? name.replace(/\.json$/, "");
    return { ...example, name, operation };
  });

/** The clusters in a response. */
const clustersIn = (definition: string | undefined, body: JsonObject): JsonObject[] => {
  if (definition === "OpenShiftCluster") return [body];
  return definition === "OpenShiftClusterList" ? (body["value"] as JsonObject[]) : [];
};

/** Two versions have examples with systemData and no systemData in their schemas (docs/decisions/0005). */
const unknownTo = (version: string): string[] =>
  ["2021-09-01-preview", "2022-04-01"].includes(version) ? ["systemData"] : [];

/** An external cluster with its members named as they are inside. */
const internal = ({ identity, ...rest }: JsonObject): OpenShiftCluster =>
  ({ ...rest, managedServiceIdentity: identity }) as unknown as OpenShiftCluster;

for (const { version: name, file } of emittedSwagger(root)) {
  const folder = publishedFolder(publishedData, name);
  const skip = folder === undefined ? `no published examples of ${name} beside the checkout` : false;
  const examples = folder === undefined ? [] : examplesIn(join(folder, "examples"));
  const contract = contracts.find((one) => one.name === name);
  assert.ok(contract);
  const version = prepared(contract);
  const operations = new Map(
    operationsOf(JSON.parse(readFileSync(file, "utf8")) as SwaggerNode).map((one) => [one.id, one]),
  );

  test(`all published examples of ${name} pass the validators`, { skip }, () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "contract", definitions: jsonSchemas(file) });
    let bodies = 0;
    for (const { name: example, operation, parameters, responses } of examples) {
      if (parameters.parameters !== undefined) {
        assert.deepEqual(typeFindings(version.validate, version.shape, parameters.parameters), [], example);
        bodies++;
      }
      for (const [status, { body }] of Object.entries(responses)) {
        if (body === undefined) continue;
        const definition = operations.get(operation)?.bodies.get(status);
        assert.ok(definition, `${operation} ${status}`);
        assert.ok(ajv.validate(`contract#/definitions/${definition}`, body), `${example}: ${ajv.errorsText()}`);
        bodies++;
      }
    }
    assert.ok(bodies >= 9, `${bodies} bodies`);
  });

  test(`the clusters of all published examples of ${name} are shown as they were read, with nothing lost (ARM-ENV-04)`, {
    skip,
  }, () => {
    let clusters = 0;
    for (const { name: example, operation, responses } of examples)
      for (const [status, { body }] of Object.entries(responses))
        for (const cluster of clustersIn(operations.get(operation)?.bodies.get(status), body ?? {})) {
          const shown = clusterView(version, internal(cluster));
          const { body: known } = knownBody(version.root, cluster, false);
          assert.ok(holds(shown, known, secrets), `${example}: ${JSON.stringify({ known, shown })}`);
          assert.deepEqual(
            Object.keys(cluster).filter((member) => !(member in known)),
            unknownTo(name),
          );
          clusters++;
        }
    assert.ok(clusters >= 5, `${clusters} clusters`);
  });

  test(`the request bodies of all published examples of ${name} are shown as they were sent, less secrets (ARM-PUT-02)`, {
    skip,
  }, () => {
    const sent = examples.map(({ parameters }) => parameters.parameters).filter((body) => body !== undefined);
    assert.ok(sent.length >= 2);
    for (const body of sent) {
      const { body: known } = knownBody(version.root, body, false);
      const wanted = newPart(version.root, known);
      const stored = applied(version.root, { properties: {} }, {}, wanted, (clear) => sampleSealer.seal(clear));
      const shown = clusterView(version, internal(stored));
      assert.ok(holds(shown, wanted, secrets), JSON.stringify({ wanted, shown }));
    }
  });
}
