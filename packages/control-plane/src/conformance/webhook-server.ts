import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { issue } from "@aro/pki";
import { systemClock, systemRandom } from "@aro/runtime";

/** The request of an AdmissionReview. */
// biome-ignore lint/suspicious/noExplicitAny: facts look into requests freely
export type Reviewed = any;

/** A webhook on this machine. */
export interface WebhookServer extends AsyncDisposable {
  url: string;
  port: number;
  /** PEM in base64. */
  caBundle: string;
  /** What it was asked, in order. */
  asked: Reviewed[];
}

/** Starts a webhook; `answer` makes the response of a review, without its uid, or the whole text. */
export async function startWebhook(
  answer: (request: Reviewed) => object | string | Promise<object>,
): Promise<WebhookServer> {
  const now = systemClock.now();
  const validity = { key: "ec" as const, notBefore: now - 60_000, notAfter: now + 3_600_000 };
  const authority = await issue({ commonName: "webhooks", usage: "ca", ...validity }, systemRandom);
  const names = ["127.0.0.1", "hook.default.svc"];
  const serving = await issue({ commonName: "hook", usage: "server", names, ...validity }, systemRandom, authority);
  const asked: Reviewed[] = [];
  const server = createServer({ cert: serving.certificate, key: serving.key }, (incoming, outgoing) => {
    void (async () => {
      const { request } = (await json(incoming)) as { request: Reviewed };
      asked.push(request);
      const made = await answer(request);
      outgoing.setHeader("content-type", "application/json");
      outgoing.end(
        typeof made === "string"
          ? made
          : JSON.stringify({
              apiVersion: "admission.k8s.io/v1",
              kind: "AdmissionReview",
              response: { uid: request.uid, ...made },
            }),
      );
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    caBundle: Buffer.from(authority.certificate).toString("base64"),
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A patch as a response carries it. */
export const patching = (operations: readonly object[]): object => ({
  allowed: true,
  patchType: "JSONPatch",
  patch: Buffer.from(JSON.stringify(operations)).toString("base64"),
});
