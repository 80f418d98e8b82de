import type { Clock } from "@aro/runtime";
import type { User } from "../access/access.ts";
import type { Review } from "../access/reviews.ts";
import { type ReviewAnswer, withReviews } from "../admission/webhooks/reviews.ts";
import { apiVersionOf, type Kind, type Kinds, resourceOf } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Patch, Registry, Shown, Target, WriteOptions } from "../registry/registry.ts";
import { ApiStatus } from "../status/status.ts";
import { parse, patchType, readBody } from "./body.ts";
import { doubledMembers } from "./doubles.ts";
import { type Form, formOf } from "./negotiate.ts";
import { deleteOptions, listOptions, watchOptions, writeOptions } from "./parameters.ts";
import { type ApiAnswer, type ApiRequest, json, jsonText } from "./request.ts";
import { type Included, listMetadata, listText, metadataOnly, table } from "./table.ts";
import type { RequestTarget } from "./target.ts";
import { watchText } from "./watch-text.ts";

/** A call of a subresource that is no part of its object: `log`, `exec`, `eviction`, `token`. Undefined: not its own. */
export type SubresourceCall = (
  request: ApiRequest,
  target: Target & { rest?: string; verb: string },
  user: User,
) => Promise<ApiAnswer> | undefined;

export interface ResourceDeps {
  kinds: Kinds;
  registry: Registry;
  subresources: readonly SubresourceCall[];
  /** Kinds whose objects ask something and are never stored, by `group/plural`. */
  reviews: ReadonlyMap<string, Review>;
  clock: Clock;
}

const ownSubresources = new Set(["status", "approval", "finalize", "ephemeralcontainers", "resize"]);

/** Answers a request about objects; webhooks are asked as often as it takes. @throws ApiStatus */
export function resourceCall(
  deps: ResourceDeps,
  request: ApiRequest,
  target: RequestTarget,
  user: User,
): Promise<ApiAnswer> {
  const reviews = new Map<string, ReviewAnswer>();
  return withReviews(() => settledCall(deps, { ...request, reviews }, target, user));
}

async function settledCall(
  deps: ResourceDeps,
  request: ApiRequest,
  target: RequestTarget,
  user: User,
): Promise<ApiAnswer> {
  const { kinds, reviews } = deps;
  const { group, version, plural, namespace, name, subresource, verb } = target;
  const kind = kinds.find(group, version, plural);
  if (kind === undefined || (namespace !== undefined && !kind.namespaced && !isNamespaceItself(kind)))
    throw pathNotFound();
  if (kind.deprecation !== undefined) {
    const { deprecation, ...current } = kind;
    const others: ResourceDeps = { ...deps, kinds: { ...kinds, find: () => current } };
    const answered = await settledCall(others, request, target, user);
    const told = [
      `299 - ${JSON.stringify(deprecation)}`,
      ...(answered.headers["warning"] === undefined ? [] : [answered.headers["warning"]]),
    ];
    return { ...answered, headers: { ...answered.headers, warning: told.join(", ") } };
  }
  if (subresource !== undefined) return subresourceCall(deps, kind, request, target, user);
  const homeless = kind.namespaced && namespace === undefined && (name !== undefined || verb === "create");
  if (!kind.verbs.includes(verb) || (homeless && !reviews.has(resourceOf(kind)))) throw verbNotAllowed(kind, verb);
  if (name === undefined) return collectionCall(deps, kind, request, target, user);
  return objectCall(deps, kind, request, { kind, name, ...within(namespace) }, verb, user);
}

const typeOf = (kind: Kind) => ({ apiVersion: apiVersionOf(kind), kind: kind.kind });
const isNamespaceItself = ({ group, plural }: Kind): boolean => group === "" && plural === "namespaces";
const within = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace });

const pathNotFound = (): ApiStatus => new ApiStatus("NotFound", "the server could not find the requested resource");
const verbNotAllowed = (kind: Kind, verb: string): ApiStatus =>
  new ApiStatus(
    "MethodNotAllowed",
    `${verb} is not supported on resources of kind ${JSON.stringify(kind.group === "" ? kind.plural : `${kind.plural}.${kind.group}`)}`,
  );

async function collectionCall(
  { registry, clock, reviews }: ResourceDeps,
  kind: Kind,
  request: ApiRequest,
  { namespace, verb }: RequestTarget,
  user: User,
): Promise<ApiAnswer> {
  const query = request.url.searchParams;
  const form = formOf(request.headers["accept"]);
  switch (verb) {
    case "list": {
      const result = registry.list(kind, namespace, listOptions(query));
      if (form === "object") return jsonText(200, listText(kind, result));
      const objects = result.items.map((one) => one.object());
      const metadata = listMetadata(result);
      if (form === "table") return json(200, table(kind, objects, metadata, { now: clock.now(), ...included(query) }));
      return json(200, {
        kind: "PartialObjectMetadataList",
        apiVersion: "meta.k8s.io/v1",
        metadata,
        items: objects.map(metadataOnly),
      });
    }
    case "watch":
      return watchAnswer(registry, kind, namespace, request, form, clock);
    case "create": {
      const review = reviews.get(resourceOf(kind));
      if (review !== undefined) {
        const asked = readBody(request.body, request.headers["content-type"]) as KubeObject;
        const answered = await review({ ...asked, ...typeOf(kind) }, user, namespace);
        return json(201, answered);
      }
      const options = writeOptions(request, user);
      const made = registry.create(kind, namespace, readObject(request, kind, options), options);
      return objectAnswer(201, kind, made, form, clock, query, warningsOf(options.warnings));
    }
    case "deletecollection": {
      const options = writeOptions(request, user);
      const deletion = deleteOptions(query, request.body.length === 0 ? {} : parse(request.body));
      const result = registry.removeCollection(kind, namespace, listOptions(query), deletion, options);
      return jsonText(200, listText(kind, result));
    }
    default:
      throw verbNotAllowed(kind, verb);
  }
}

async function objectCall(
  deps: ResourceDeps,
  kind: Kind,
  request: ApiRequest,
  target: Target,
  verb: string,
  user: User,
): Promise<ApiAnswer> {
  const { registry, clock } = deps;
  const query = request.url.searchParams;
  const form = formOf(request.headers["accept"]);
  const answer = (status: number, shown: Shown, warnings: readonly string[] = []) =>
    objectAnswer(status, kind, shown, form, clock, query, warningsOf(warnings));
  switch (verb) {
    case "get":
      return answer(200, registry.get(target));
    case "watch": {
      const field = query.get("fieldSelector");
      const url = new URL(request.url);
      url.searchParams.set("fieldSelector", `${field ? `${field},` : ""}metadata.name=${target.name}`);
      return watchAnswer(registry, kind, target.namespace, { ...request, url }, form, clock);
    }
    case "update": {
      const options = writeOptions(request, user);
      const sent = readObject(request, kind, options);
      const { shown, created } = registry.update(target, sent, options);
      return answer(created ? 201 : 200, shown, options.warnings);
    }
    case "patch": {
      const options = writeOptions(request, user);
      const { shown, created } = registry.patch(target, readPatch(request), options);
      return answer(created ? 201 : 200, shown, options.warnings);
    }
    case "delete": {
      const options = writeOptions(request, user);
      const deletion = deleteOptions(query, request.body.length === 0 ? {} : parse(request.body));
      const { shown, gone } = registry.remove(target, deletion, options);
      if (!gone || kind.answersDeleted) return answer(200, shown);
      return json(200, removedStatus(kind, shown.object()));
    }
    default:
      throw verbNotAllowed(kind, verb);
  }
}

/** `status` is a part of the object; the rest is done by whoever knows it. */
async function subresourceCall(
  deps: ResourceDeps,
  kind: Kind,
  request: ApiRequest,
  { name = "", namespace, subresource = "", rest, verb }: RequestTarget,
  user: User,
): Promise<ApiAnswer> {
  const known = kind.subresources.find((one) => one.name === subresource);
  if (known === undefined) throw pathNotFound();
  if (!known.verbs.includes(verb))
    throw new ApiStatus("MethodNotAllowed", "the server does not allow this method on the requested resource", {});
  const target: Target = { kind, name, subresource, ...within(namespace) };
  for (const call of deps.subresources) {
    const answer = call(request, { ...target, verb, ...(rest === undefined ? {} : { rest }) }, user);
    if (answer !== undefined) return answer;
  }
  if (!ownSubresources.has(subresource)) throw pathNotFound();
  return objectCall(deps, kind, request, target, verb, user);
}

/** The object in a body; members that it gives twice are passed over, told or refused like unknown ones. @throws ApiStatus */
function readObject({ body, headers }: ApiRequest, kind: Kind, options: WriteOptions): unknown {
  const sent = readBody(body, headers["content-type"]);
  const { fieldValidation = "Warn" } = options;
  const isJson = ["", "application/json"].includes((headers["content-type"] ?? "").split(";")[0] ?? "");
  if (fieldValidation === "Ignore" || !isJson) return sent;
  const doubles = doubledMembers(new TextDecoder().decode(body)).map(
    (path) => `duplicate field ${JSON.stringify(path)}`,
  );
  if (doubles.length > 0 && fieldValidation === "Strict")
    throw new ApiStatus(
      "BadRequest",
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${doubles.join(", ")}`,
    );
  for (const one of doubles) options.warn?.(one);
  return sent;
}

/** The body of a PATCH. @throws ApiStatus */
export function readPatch({ headers, body, url }: ApiRequest): Patch {
  const type = patchType(headers["content-type"]);
  if (type !== "apply") return { type, body: parse(body) };
  if (!url.searchParams.get("fieldManager"))
    throw new ApiStatus(
      "BadRequest",
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const config = parse(body, true);
  if (typeof config !== "object" || config === null || Array.isArray(config))
    throw new ApiStatus("BadRequest", "error decoding YAML: no object");
  return { type, body: config as KubeObject, force: url.searchParams.get("force") === "true" };
}

const included = (query: URLSearchParams): { include?: Included } => {
  const include = query.get("includeObject");
  return include === "None" || include === "Object" || include === "Metadata" ? { include } : {};
};

const warningsOf = (warnings: readonly string[]): Record<string, string> =>
  warnings.length === 0 ? {} : { warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", ") };

function objectAnswer(
  status: number,
  kind: Kind,
  shown: Shown,
  form: Form,
  clock: Clock,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): ApiAnswer {
  if (form === "object") return jsonText(status, shown.text, headers);
  const object = shown.object();
  if (form === "metadata") return json(status, metadataOnly(object), headers);
  const { resourceVersion } = object.metadata;
  return json(status, table(kind, [object], { resourceVersion }, { now: clock.now(), ...included(query) }), headers);
}

function removedStatus(kind: Kind, { metadata }: KubeObject): object {
  const { name, uid } = metadata;
  const details = { name, ...(kind.group === "" ? {} : { group: kind.group }), kind: kind.plural, uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

function watchAnswer(
  registry: Registry,
  kind: Kind,
  namespace: string | undefined,
  request: ApiRequest,
  form: Form,
  clock: Clock,
): ApiAnswer {
  const query = request.url.searchParams;
  const events = registry.watch(kind, namespace, watchOptions(query), request.signal);
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-cache, private" },
    body: watchText(events, { kind, form, clock, ...included(query) }),
  };
}
