import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../src/documents/json.ts";
import type { Contract } from "../../../src/versions/contract/contract.ts";
import { sampleRequest, sampleSubscription } from "../../../src/versions/testing/samples.ts";
import { type Operation, operationsOf } from "../operations.ts";
import { membersOf, type SwaggerFiles, type SwaggerNode } from "../swagger.ts";
import { exampleBodies, exampleHeaders } from "./bodies.ts";
import { type ExampleCluster, exampleCluster } from "./clusters.ts";

const { target } = sampleRequest({});

/** Values of parameters by name. */
const parameterValues: JsonObject = {
  subscriptionId: sampleSubscription,
  resourceGroupName: target.resourceGroup,
  resourceName: target.name,
  location: "eastus",
  openShiftVersion: "4.16.30",
  openShiftMinorVersion: "4.16",
};

/** Writes one example for each operation of the swagger at `file`, beside it, and refers to them there. */
export function writeExamples(file: string, contract: Contract, files: SwaggerFiles): void {
  const swagger = JSON.parse(readFileSync(file, "utf8")) as SwaggerNode;
  const cluster = exampleCluster(contract);
  const folder = join(dirname(file), "examples");
  mkdirSync(folder, { recursive: true });
  for (const operation of operationsOf(swagger)) {
    const name = `${operation.id}.json`;
    const example = exampleOf(operation, contract, cluster, file, files);
    writeFileSync(join(folder, name), `${JSON.stringify(example, null, 2)}\n`);
    operation.node["x-ms-examples"] = { [operation.summary]: { $ref: `./examples/${name}` } };
  }
  writeFileSync(file, `${JSON.stringify(swagger, null, 2)}\n`);
}

function exampleOf(
  operation: Operation,
  contract: Contract,
  cluster: ExampleCluster,
  file: string,
  files: SwaggerFiles,
): object {
  const declared = (operation.node["parameters"] ?? []) as SwaggerNode[];
  const parameters = declared.map((node): [string, unknown] => {
    const { node: parameter } = files.resolve({ file, node });
    const name = `${parameter["name"]}`;
    if (name === "api-version") return [name, contract.name];
    if (parameter["in"] === "body") return [name, operation.verb === "patch" ? cluster.update : cluster.create];
    if (parameterValues[name] === undefined) throw new Error(`${operation.id}: no example of the parameter ${name}`);
    return [name, parameterValues[name]];
  });
  const responses = membersOf(operation.node, "responses")
    .filter(([status]) => status !== "default")
    .map(([status, response]): [string, unknown] => {
      const headers = membersOf(response, "headers").map(([name]) => [name, exampleHeaders(contract.name)[name]]);
      const definition = operation.bodies.get(status);
      const body =
        definition === undefined ? undefined : exampleBodies(contract, cluster, operation, status)[definition];
      if (definition !== undefined && body === undefined)
        throw new Error(`${operation.id}: no example of ${definition}`);
      return [
        status,
        {
          ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
          ...(body === undefined ? {} : { body }),
        },
      ];
    });
  return {
    operationId: operation.id,
    title: operation.summary,
    parameters: Object.fromEntries(parameters),
    responses: Object.fromEntries(responses),
  };
}
