import assert from "node:assert/strict";
import type { JsonObject } from "@aro/api";
import { apiVersion, clusterBody } from "../../harness/customer.ts";
import type { WireAnswer } from "../../harness/https.ts";
import type { Body, Call } from "../scenario.ts";
import { assertAnswer } from "./expect.ts";
import { filled } from "./fill.ts";
import { changed } from "./members.ts";
import type { Scene } from "./scene.ts";

/** Sends a call once its placeholders are filled in, and holds the answer against what is expected of it. */
export async function send(call: Call, scene: Scene): Promise<void> {
  const [method = "", path = ""] = filled(call.send, scene).split(" ");
  const body = call.body === undefined ? undefined : bodyOf(call.body, scene);
  const headers = filled(call.headers ?? {}, scene);
  const version = call.version === undefined ? apiVersion : call.version;
  const answer =
    call.by === undefined
      ? await scene.instance.client.call({
          method,
          path,
          headers,
          ...(version === null ? {} : { apiVersion: version }),
          ...(body === undefined ? {} : { body }),
        })
      : await sendDirectly(call.by, { method, path, headers, version, body }, scene);
  if (call.as !== undefined) scene.answers.set(call.as, answer);
  assertAnswer(answer, call.expect, scene, `${method} ${path} ${call.as ?? ""}`);
}

/** Past ARM, to the service itself: with the header that ARM would add for links. */
function sendDirectly(
  by: NonNullable<Call["by"]>,
  call: {
    method: string;
    path: string;
    headers: Record<string, string>;
    version: string | null;
    body: string | undefined;
  },
  { instance }: Scene,
): Promise<WireAnswer> {
  const url = new URL(call.path, `${instance.rp}/`);
  if (call.version !== null && !url.searchParams.has("api-version")) url.searchParams.set("api-version", call.version);
  const referer = new URL(url.pathname + url.search, instance.arm).href;
  return instance.direct[by].send({
    method: call.method,
    url: url.href,
    headers: {
      referer,
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: call.body }),
  });
}

function bodyOf(body: Body, scene: Scene): string {
  const { instance, customer, answers } = scene;
  const usual = clusterBody(customer, instance.location);
  if ("text" in body) return filled(body.text, scene);
  if ("json" in body) return JSON.stringify(filled(body.json, scene));
  if ("cluster" in body) return JSON.stringify(changed(usual, filled(body.cluster, scene)));
  if ("bytes" in body) {
    const without = JSON.stringify({ ...usual, tags: { long: "" } });
    return JSON.stringify({ ...usual, tags: { long: "x".repeat(body.bytes - without.length) } });
  }
  const answer = answers.get(body.of);
  assert.ok(answer?.json !== undefined, `there is no answer ${body.of} with a body`);
  return JSON.stringify(changed(answer.json as JsonObject, filled(body.changed ?? {}, scene)));
}
