import assert from "node:assert/strict";
import { Agent as PlainAgent } from "node:http";
import { Agent } from "node:https";
import { test } from "node:test";
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineRequest,
} from "@azure/core-rest-pipeline";
import { keptConnections } from "./kept-connections.ts";

/** The agents by which requests leave that came with `agents`. */
async function leaving(
  proxyUrl: string | undefined,
  ...arriving: { url: string; agent?: PipelineRequest["agent"] }[]
): Promise<PipelineRequest["agent"][]> {
  const agents: PipelineRequest["agent"][] = [];
  const client: HttpClient = {
    sendRequest: async (request) => {
      agents.push(request.agent);
      return { request, status: 200, headers: createHttpHeaders() };
    },
  };
  const kept = keptConnections(proxyUrl, client);
  for (const { url, agent } of arriving) {
    const request = createPipelineRequest({ url });
    if (agent !== undefined) request.agent = agent;
    await kept.sendRequest(request);
  }
  return agents;
}

test("requests that were to go through a proxy share an agent that keeps its connections", async () => {
  const url = "https://vault.example/secrets";
  const [one, other] = await leaving("http://proxy:3128", { url, agent: new Agent() }, { url, agent: new Agent() });
  assert.equal(one, other);
  assert.ok(one instanceof Agent);
  assert.equal(one.options.keepAlive, true);
});

test("what goes directly, not over TLS, or through a proxy that we were not told of, goes as the library has it", async () => {
  const [own, plain] = [new Agent(), new PlainAgent()];
  assert.deepEqual(
    await leaving("http://proxy:3128", { url: "https://arm.example/" }, { url: "http://identity/", agent: plain }),
    [undefined, plain],
  );
  assert.deepEqual(await leaving(undefined, { url: "https://arm.example/", agent: own }), [own]);
});
