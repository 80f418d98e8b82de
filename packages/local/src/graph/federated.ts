import type { FederatedCredential } from "../entra/directory/credentials.ts";
import type { DirectoryObject } from "../entra/directory/objects.ts";
import { answer, bodyOf, findObject, type GraphCall, type GraphHandler, noContent } from "./call.ts";
import { checkChange, checkRead } from "./caller.ts";
import { matches } from "./filter/evaluate.ts";
import { readQuery } from "./query.ts";
import { badRequest, GraphRefusal, notFound } from "./refusal.ts";
import { type Doc, need, readShape } from "./shape.ts";
import { federatedIdentityCredential } from "./shapes.ts";

/** An application trusts no more issuers than this. */
const most = 20;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

const holder = ({ parts, deps }: GraphCall, write: boolean): DirectoryObject =>
  findObject(parts["application"] ?? "", ["application"], deps, write);

const shown = ({ id, name, issuer, subject, audiences, description }: FederatedCredential): Doc => ({
  id,
  name,
  issuer,
  subject,
  description: description ?? null,
  audiences,
});

const context = (object: DirectoryObject, entity = false): string =>
  `applications('${object.id}')/federatedIdentityCredentials${entity ? "/$entity" : ""}`;

const all = (object: DirectoryObject, { deps }: GraphCall) => deps.directory.credentialStore.of(object.id).federated;

/** The credential that a key names: its id, or its name. */
function find(call: GraphCall, object: DirectoryObject): FederatedCredential {
  const key = (call.parts["credential"] ?? "").replace(/^(?:name|id)='(.*)'$/, "$1");
  const found = all(object, call).find(({ id, name }) => id === key || name === key);
  if (found === undefined) throw notFound(key);
  return found;
}

export const listFederated: GraphHandler = (call) => {
  const object = holder(call, false);
  checkRead(call.caller, object);
  const { filter } = readQuery(call.request, ["$filter"]);
  const value = all(object, call)
    .map(shown)
    .filter((one) => filter === undefined || matches(filter, one));
  return answer(call, context(object), { value });
};

export const getFederated: GraphHandler = (call) => {
  const object = holder(call, false);
  checkRead(call.caller, object);
  return answer(call, context(object, true), shown(find(call, object)));
};

export const createFederated: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = holder(call, true);
  checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), federatedIdentityCredential);
  need(body, ["name", "issuer", "subject", "audiences"]);
  const credential = deps.durable.transaction(() => {
    const { id: _, ...wanted } = { id: "", ...body } as unknown as FederatedCredential;
    return put(call, object, { ...wanted, id: deps.random.uuid() });
  });
  return answer(call, context(object, true), shown(credential), 201);
};

export const patchFederated: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = holder(call, true);
  checkChange(caller, object, deps);
  const before = find(call, object);
  const body = readShape(bodyOf(call), federatedIdentityCredential);
  if (body["name"] !== undefined && body["name"] !== before.name)
    throw badRequest("Property 'name' is read-only and cannot be set.");
  deps.durable.transaction(() => put(call, object, { ...before, ...body, id: before.id } as FederatedCredential));
  return noContent();
};

export const deleteFederated: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = holder(call, true);
  checkChange(caller, object, deps);
  deps.directory.credentialStore.removeFederated(object.id, find(call, object).id);
  return noContent();
};

function put(call: GraphCall, object: DirectoryObject, credential: FederatedCredential): FederatedCredential {
  const { name, issuer, subject, audiences, description } = credential;
  if (!namePattern.test(name))
    throw badRequest(
      "The name of a federated identity credential has 3 to 120 letters, digits, - and _, the first a letter or digit.",
    );
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== "https:" || issuer.length > 600)
    throw badRequest(
      "Invalid value specified for property 'issuer' of resource: an https address of at most 600 characters.",
    );
  if (subject === "" || subject.length > 600)
    throw badRequest("Invalid value specified for property 'subject' of resource.");
  if (audiences.length !== 1 || audiences.some((one) => one === "" || one.length > 600))
    throw badRequest("Property 'audiences' takes exactly one value of at most 600 characters.");
  const others = all(object, call).filter(({ id }) => id !== credential.id);
  if (others.length >= most) throw badRequest(`An application has at most ${most} federated identity credentials.`);
  const conflict = (message: string) => new GraphRefusal(409, "Request_MultipleObjectsWithSameKeyValue", message);
  if (others.some((one) => one.name === name))
    throw conflict(`FederatedIdentityCredential with name ${name} already exists.`);
  if (others.some((one) => one.issuer === issuer && one.subject === subject))
    throw conflict("A federated identity credential with the same issuer and subject already exists.");
  const made = { id: credential.id, name, issuer, subject, audiences, ...(description == null ? {} : { description }) };
  call.deps.directory.credentialStore.putFederated(object.id, made);
  return made;
}
