import type { JsonObject } from "@aro/api";
import type { FakeAnswer, Responder, SeenRequest } from "./exchange.ts";

/** A resource as the fake has it. */
export type FakeResource = JsonObject & { id: string; name: string; type: string; properties: JsonObject };

/** A small strict ARM in memory: resources by id, every write a long-running operation with a status address. */
export interface FakeArm {
  readonly respond: Responder;
  /** By lower-case id. */
  readonly resources: Map<string, FakeResource>;
  readonly groups: Map<string, JsonObject>;
  /** Puts a resource there, as if it had always been. */
  have(id: string, rest?: JsonObject): FakeResource;
  get(id: string): FakeResource | undefined;
  /** Steps in before the fake answers; undefined lets it go on. */
  intercept: Responder | undefined;
  /** Answers what lies in no group: sizes, usages, providers. */
  views: Responder | undefined;
  /** Called when a write of a resource takes effect, to add what Azure would fill in. */
  onWritten: ((resource: FakeResource) => void) | undefined;
  /** Ends the next long-running operation of a resource whose id contains the key with this error. */
  readonly failures: Map<string, JsonObject>;
  /** How many polls an operation takes. */
  polls: number;
}

const key = (id: string) => id.toLowerCase();
const notFound = (id: string, code = "ResourceNotFound"): FakeAnswer => ({
  status: 404,
  body: { error: { code, message: `The resource '${id}' was not found.` } },
});

/** Names from an id: its type and its own name. */
function typeAndName(id: string): { type: string; name: string } {
  const rest = id.slice(id.toLowerCase().lastIndexOf("/providers/") + "/providers/".length).split("/");
  const [namespace = "", ...pairs] = rest;
  return {
    type: [namespace, ...pairs.filter((_, index) => index % 2 === 0)].join("/"),
    name: pairs.at(-1) ?? "",
  };
}

/** The fake ARM at `host`. */
export function fakeArm(host: string): FakeArm {
  const operations = new Map<string, { id: string; polls: number; settle: () => void; error?: JsonObject }>();
  const resources = new Map<string, FakeResource>();
  const groups = new Map<string, JsonObject>();
  /** The running operation of a resource, by lower-case id. */
  const pending = new Map<string, string>();
  let count = 0;

  const begin = (
    status: number,
    id: string,
    settle: () => void,
    body?: JsonObject,
    header = "azure-asyncoperation",
  ): FakeAnswer => {
    const name = `op-${++count}`;
    const failing = [...arm.failures].find(([part]) => id.toLowerCase().includes(part.toLowerCase()));
    if (failing !== undefined) arm.failures.delete(failing[0]);
    pending.set(key(id), name);
    operations.set(name, {
      id: key(id),
      polls: arm.polls,
      settle,
      ...(failing === undefined ? {} : { error: failing[1] }),
    });
    return {
      status,
      headers: { [header]: `https://${host}/operations/${name}?api-version=2020-01-01` },
      ...(body === undefined ? {} : { body }),
    };
  };

  const poll = (name: string): FakeAnswer => {
    const operation = operations.get(name);
    if (operation === undefined) return notFound(name, "OperationNotFound");
    if (operation.polls-- > 0) return { status: 200, body: { name, status: "InProgress" } };
    for (const [id, running] of pending) if (running === name) pending.delete(id);
    if (operation.error !== undefined) {
      const target = resources.get(operation.id);
      if (target !== undefined) target.properties["provisioningState"] = "Failed";
      return { status: 200, body: { name, status: "Failed", error: operation.error } };
    }
    operation.settle();
    return { status: 200, body: { name, status: "Succeeded" } };
  };

  const put = (id: string, body: JsonObject): FakeAnswer => {
    const before = resources.get(key(id));
    if (pending.has(key(id)) && /\/deployments\//.test(id))
      return { status: 409, body: { error: { code: "DeploymentActive", message: `'${id}' is still active.` } } };
    // What Azure computes survives a PUT, which does not carry it.
    const { ipConfigurations, subnets } = before?.properties ?? {};
    const resource = arm.have(id, {
      ...body,
      properties: {
        ...structuredClone(body["properties"] as JsonObject | undefined),
        ...(ipConfigurations === undefined ? {} : { ipConfigurations }),
        ...(subnets === undefined ? {} : { subnets }),
        provisioningState: "Updating",
      },
    });
    return begin(
      before === undefined ? 201 : 200,
      id,
      () => {
        resource.properties["provisioningState"] = "Succeeded";
        arm.onWritten?.(resource);
      },
      resource,
    );
  };

  const group = ({ method, body, path }: SeenRequest, subscription: string, name: string): FakeAnswer => {
    const found = groups.get(key(name));
    switch (method) {
      case "GET":
        return found === undefined ? notFound(path, "ResourceGroupNotFound") : { status: 200, body: found };
      case "PUT": {
        const made = {
          id: `/subscriptions/${subscription}/resourceGroups/${name}`,
          name,
          type: "Microsoft.Resources/resourceGroups",
          ...(body as JsonObject),
          properties: { provisioningState: "Succeeded" },
        };
        groups.set(key(name), made);
        return { status: found === undefined ? 201 : 200, body: made };
      }
      case "DELETE":
        if (found === undefined) return notFound(path, "ResourceGroupNotFound");
        return begin(
          202,
          path,
          () => {
            groups.delete(key(name));
            for (const id of resources.keys()) if (id.includes(`/resourcegroups/${key(name)}/`)) resources.delete(id);
          },
          undefined,
          "location",
        );
      default:
        throw new Error(`the fake does not ${method} groups`);
    }
  };

  /** Record sets are written at once, under their preconditions. */
  const recordSet = ({ method, body, headers }: SeenRequest, id: string): FakeAnswer => {
    const found = resources.get(key(id));
    const isAsked = (header: string) => headers[header] !== undefined;
    const holds =
      (!isAsked("if-none-match") || found === undefined) &&
      (!isAsked("if-match") || headers["if-match"] === found?.["etag"]);
    if (!holds)
      return { status: 412, body: { error: { code: "PreconditionFailed", message: `'${id}' is otherwise.` } } };
    if (method === "DELETE") return { status: resources.delete(key(id)) ? 200 : 204 };
    if (method === "PUT") return { status: found === undefined ? 201 : 200, body: arm.have(id, body as JsonObject) };
    return found === undefined ? notFound(id) : { status: 200, body: found };
  };

  const one = (request: SeenRequest, id: string): FakeAnswer => {
    if (/\/dnszones\/[^/]+\/a\//i.test(id)) return recordSet(request, id);
    const { method, body } = request;
    const found = resources.get(key(id));
    switch (method) {
      case "GET": {
        if (found === undefined) return notFound(id);
        const body = structuredClone(found);
        if (found.type === "Microsoft.Network/virtualNetworks") {
          const inside = [...resources].filter(([one]) => one.startsWith(`${key(id)}/subnets/`));
          body.properties["subnets"] = inside.map(([, subnet]) => structuredClone(subnet));
        }
        const state = { status: 200, body };
        // Time passes for what runs, also when nobody asks for its status.
        const running = pending.get(key(id));
        if (running !== undefined) poll(running);
        return state;
      }
      case "PUT":
        return put(id, body as JsonObject);
      case "DELETE":
        return found === undefined ? { status: 204 } : begin(202, id, () => void resources.delete(key(id)));
      default:
        throw new Error(`the fake does not ${method} resources`);
    }
  };

  const arm: FakeArm = {
    resources,
    groups,
    failures: new Map(),
    intercept: undefined,
    views: undefined,
    onWritten: undefined,
    polls: 1,
    get: (id) => resources.get(key(id)),
    have: (id, rest = {}) => {
      const resource: FakeResource = {
        ...typeAndName(id),
        etag: `"${++count}"`,
        ...rest,
        id,
        properties: { provisioningState: "Succeeded", ...(rest["properties"] as JsonObject | undefined) },
      };
      resources.set(key(id), resource);
      return resource;
    },
    respond: async (request) => {
      if (request.host !== host) return undefined;
      if (request.query["api-version"] === undefined)
        return {
          status: 400,
          body: { error: { code: "MissingApiVersionParameter", message: "api-version is required" } },
        };
      if (!/^Bearer .+/.test(request.headers["authorization"] ?? ""))
        return { status: 401, body: { error: { code: "AuthenticationFailed", message: "no bearer token" } } };
      const stepped = await arm.intercept?.(request);
      if (stepped !== undefined) return stepped;
      const viewed = await arm.views?.(request);
      if (viewed !== undefined) return viewed;
      const operation = /^\/operations\/([^/]+)$/.exec(request.path);
      if (operation !== null) return poll(operation[1] ?? "");
      const inGroup = /^\/subscriptions\/([^/]+)\/resource[gG]roups\/([^/]+)(\/.*)?$/.exec(request.path);
      if (inGroup === null) return undefined;
      const [, subscription = "", name = "", rest = ""] = inGroup;
      if (rest === "") return group(request, subscription, name);
      if (!groups.has(key(name))) return notFound(request.path, "ResourceGroupNotFound");
      const prefix = `/subscriptions/${subscription}/resourcegroups/${name}/providers/`.toLowerCase();
      const inside = [...resources].filter(([id]) => id.startsWith(prefix)).map(([, resource]) => resource);
      if (rest === "/resources")
        return {
          status: 200,
          body: {
            value: inside.filter(
              ({ type }) => type.split("/").length === 2 && !/authorization|deployments/i.test(type),
            ),
          },
        };
      const segments = rest.split("/").length;
      if (segments % 2 === 0 && request.method === "GET") {
        const { type } = typeAndName(`${request.path}/x`);
        const children = inside.filter(
          (resource) => key(resource.type) === key(type) && key(resource.id).startsWith(`${key(request.path)}/`),
        );
        return { status: 200, body: { value: children } };
      }
      return one(request, request.path);
    },
  };
  return arm;
}
