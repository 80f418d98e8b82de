import type { ClusterContext } from "../cluster/context.ts";
import { valueIn } from "../cluster/values.ts";
import type { WebAnswer, WebCall } from "../ingress/web-call.ts";

const pools = "machineconfiguration.openshift.io/v1/machineconfigpools";
const configs = "machineconfiguration.openshift.io/v1/machineconfigs";

/** What the machine config server answers: the rendered configuration of a pool, to machines that ask as Ignition does. */
export function machineConfigAnswer(context: ClusterContext, { url, method }: WebCall): WebAnswer {
  const plain = { "content-type": "text/plain; charset=utf-8" };
  if (method !== "GET" && method !== "HEAD") return { status: 405, headers: plain, body: "" };
  if (url.pathname === "/healthz") return { status: 204, headers: {}, body: "" };
  const pool = /^\/config\/([\w-]+)$/.exec(url.pathname)?.[1];
  if (pool === undefined) return { status: 404, headers: plain, body: "" };
  const api = context.objects("machine-config-server");
  const name = valueIn(api.get(pools, pool), "status.configuration.name");
  const config = typeof name === "string" ? valueIn(api.get(configs, name), "spec.config") : undefined;
  if (config === undefined) return { status: 500, headers: plain, body: "" };
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(config) };
}
