import type { ApiAnswer, KubeObject } from "@aro/control-plane";
import { administratorRequest } from "../cluster/call.ts";
import type { ClusterContext } from "../cluster/context.ts";
import { unavailablePage } from "../sign-in/pages.ts";
import { routeSpec } from "./route.ts";
import type { WebAnswer, WebCall } from "./web-call.ts";

interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
}

/** What the router says of itself and of the way it came, and what is of a connection only. */
const hopByHop = ["connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "authorization"];

/** Answers by one of the pods behind a route's service, as the router does; nobody ready: the router's own page. */
export function serviceAnswers(
  context: Pick<ClusterContext, "controlPlane" | "objects">,
): (route: KubeObject, call: WebCall) => Promise<WebAnswer> {
  const ask = administratorRequest(context.controlPlane);
  const api = context.objects("router");
  return async (route, { method, url, headers, body }) => {
    const { to, port, tls } = routeSpec(route);
    const { namespace = "" } = route.metadata;
    const service = api.get("v1/services", to?.name ?? "", namespace);
    const { ports = [] } = (service?.["spec"] ?? {}) as { ports?: ServicePort[] };
    const wanted = port?.targetPort;
    const chosen =
      wanted === undefined
        ? ports[0]
        : ports.find((one) => one.name === wanted || (one.targetPort ?? one.port) === wanted);
    if (service === undefined || chosen === undefined) return unavailablePage();
    const scheme = tls?.termination === "passthrough" || tls?.termination === "reencrypt" ? "https:" : "";
    const path = `/api/v1/namespaces/${namespace}/services/${scheme}${service.metadata.name}:${chosen.port}/proxy${url.pathname}${url.search}`;
    const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
    const answer = await ask(method, path, {
      headers: {
        ...sent,
        "x-forwarded-host": url.host,
        "x-forwarded-proto": url.protocol.replace(":", ""),
        "x-forwarded-port": url.protocol === "http:" ? "80" : "443",
      },
      body,
    });
    // The API server's own refusals are not the application's.
    if (answer.status === 503 || answer.status === 404) {
      const text = new TextDecoder().decode(await bytesOf(answer));
      if (text.startsWith('{"kind":"Status"')) return unavailablePage();
      return { status: answer.status, headers: plain(answer.headers), body: text };
    }
    return { status: answer.status, headers: plain(answer.headers), body: await bytesOf(answer) };
  };
}

const plain = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.includes(name) && !name.startsWith("x-kubernetes-pf-")),
  );

async function bytesOf({ body }: ApiAnswer): Promise<Uint8Array> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(typeof part === "string" ? new TextEncoder().encode(part) : part);
  return Buffer.concat(parts);
}
