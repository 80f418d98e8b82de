import type { Clock } from "@aro/runtime";
import type { AccessControl, User } from "../access/access.ts";
import type { Registry } from "../registry/registry.ts";
import type { ApiAnswer, ApiRequest } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { isTrue } from "../requests/target.ts";
import { ApiStatus } from "../status/status.ts";
import type { RemoteProcess } from "./node-agent.ts";
import { askedContainer, askedPod, dialled, hostOf, type Nodes } from "./pods.ts";
import { processForm, toldInside, wantsUpgrade } from "./process-form.ts";
import type { Wants } from "./process-joint.ts";

/** Who streams into a pod must be allowed to create, whatever the method: a WebSocket begins with a GET. @throws ApiStatus Forbidden */
export function requireCreate(access: AccessControl, user: User, target: Parameters<SubresourceCall>[1]): void {
  const { kind, namespace, name, subresource = "" } = target;
  const decision = access.authorize(user, {
    kind: "resource",
    verb: "create",
    group: kind.group,
    version: kind.version,
    resource: kind.plural,
    subresource,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  });
  if (!decision.allowed)
    throw new ApiStatus("Forbidden", `${kind.plural} ${JSON.stringify(name)} is forbidden: ${decision.reason}`, {
      name,
      kind: kind.plural,
    });
}

/** @throws ApiStatus */
export function requireUpgrade(request: ApiRequest): void {
  if (!wantsUpgrade(request)) throw new ApiStatus("BadRequest", "Upgrade request required");
}

/** `pods/NAME/exec` and `pods/NAME/attach`: a client's streams joined with a process in a container. */
export const processCalls =
  (registry: Registry, nodes: Nodes, access: AccessControl, clock: Clock): SubresourceCall =>
  (request, target, user) => {
    const { kind, subresource } = target;
    if (kind.group !== "" || kind.plural !== "pods" || (subresource !== "exec" && subresource !== "attach"))
      return undefined;
    return (async () => {
      requireCreate(access, user, target);
      const query = request.url.searchParams;
      const asked = askedPod(registry, target);
      const container = askedContainer(asked, query.get("container"));
      const reached = nodes.reach(hostOf(asked));
      requireUpgrade(request);
      const wants = wantsOf(query);
      if (!toldInside(request)) dialled(reached);
      const form = processForm(request, wants, clock);
      const start = (): Promise<RemoteProcess> =>
        subresource === "exec"
          ? dialled(reached).exec(container, query.getAll("command"))
          : dialled(reached).attach(container);
      return form.inside
        ? {
            status: 101,
            headers: form.headers,
            body: "",
            upgraded: (to) => form.join(to, inside(start), request.signal),
          }
        : outside(start, wants, (process) => ({
            status: 101,
            headers: form.headers,
            body: "",
            upgraded: (to) => form.join(to, async () => process, request.signal),
          }));
    })();
  };

const wantsOf = (query: URLSearchParams): Wants => {
  const flag = (name: string) => isTrue(query.get(name) ?? "false");
  const tty = flag("tty");
  // A terminal shows what is told on stderr as anything else.
  return { stdin: flag("stdin"), stdout: flag("stdout"), stderr: flag("stderr") && !tty, tty };
};

/** A start whose failures are told to a client that is connected already. */
const inside = (start: () => Promise<RemoteProcess>) => async (): Promise<RemoteProcess> => {
  try {
    return await start();
  } catch (error) {
    throw new ApiStatus(
      "InternalError",
      `Internal error occurred: ${error instanceof ApiStatus && error.reason !== "Unknown" ? "unable to upgrade connection: " : ""}${(error as Error).message}`,
    );
  }
};

/** A start whose failures are the answer: the kubelet's words as they are. */
async function outside(
  start: () => Promise<RemoteProcess>,
  { stdin, stdout, stderr }: Wants,
  upgrade: (process: RemoteProcess) => ApiAnswer,
): Promise<ApiAnswer> {
  if (!stdin && !stdout && !stderr)
    return { ...plainText, status: 400, body: "you must specify at least 1 of stdin, stdout, stderr" };
  try {
    return upgrade(await start());
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.reason === "Unknown") throw error;
    return { ...plainText, status: error.code, body: error.message };
  }
}

const plainText = { headers: { "content-type": "text/plain; charset=utf-8" } };
