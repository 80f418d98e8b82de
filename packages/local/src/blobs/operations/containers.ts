import type { WallResponse } from "../../wall/wall.ts";
import type { Container, PublicAccess } from "../account.ts";
import { done, tagHeaders, xmlAnswer } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation } from "../call.ts";
import { checkConditions } from "../conditions.ts";
import { badHeader, StorageRefusal } from "../failures.ts";
import { afterWrite, changeLease, checkLease, leaseHeaders } from "../leases.ts";
import { metadataHeaders, readMetadata } from "../metadata.ts";
import { containerOf } from "../places.ts";
import { header } from "../request.ts";
import type { Lease } from "../store/record.ts";
import { readPolicies, writePolicies } from "../stored-policies.ts";
import { listBlobs } from "./list-blobs.ts";
import { deleteContainers, readAcl, readBlobs, readContainers, writeAcl, writeContainers } from "./rights.ts";

/** Azure gives the name of a deleted container back after half a minute at the earliest. */
const restMs = 30_000;
const publicNames: Readonly<Record<string, PublicAccess>> = { container: "Container", blob: "Blob" };

/** The lease of a container. */
export const containerLease = (container: Container, { store }: Pick<BlobDeps, "store">): Lease | undefined =>
  store.note<Lease>(container.instance, "lease");

function publicAccess(call: BlobCall): PublicAccess {
  const value = header(call, "x-ms-blob-public-access");
  if (value === undefined) return "None";
  const access = publicNames[value.toLowerCase()];
  if (access === undefined) throw badHeader("x-ms-blob-public-access", value);
  if (!call.account.allowsPublic) throw new StorageRefusal("PublicAccessNotPermitted");
  return access;
}

/** What is told of a container in the headers of an answer. */
function containerHeaders(container: Container, lease: Lease | undefined, now: number): Record<string, string> {
  return {
    ...tagHeaders(container),
    ...metadataHeaders(container.metadata),
    ...leaseHeaders(lease, now),
    ...(container.publicAccess === "None" ? {} : { "x-ms-blob-public-access": container.publicAccess.toLowerCase() }),
    "x-ms-has-immutability-policy": "false",
    "x-ms-has-legal-hold": "false",
    "x-ms-immutable-storage-with-versioning-enabled": "false",
    "x-ms-default-encryption-scope": "$account-encryption-key",
    "x-ms-deny-encryption-scope-override": "false",
  };
}

const rests = (call: BlobCall): string => `resting ${call.account.instance}`;

function create(call: BlobCall, { containers, store }: BlobDeps): WallResponse {
  const more = { publicAccess: publicAccess(call), metadata: readMetadata(call) };
  if (containers.find(call.account, call.container) !== undefined) throw new StorageRefusal("ContainerAlreadyExists");
  if ((store.note<number>(rests(call), call.container) ?? 0) > call.now)
    throw new StorageRefusal("ContainerBeingDeleted");
  return done(201, tagHeaders(containers.create(call.account, call.container, more)));
}

function properties(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  const lease = containerLease(container, deps);
  checkLease(call, lease, "container", "read");
  return done(200, containerHeaders(container, lease, call.now));
}

function metadata(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  checkLease(call, containerLease(container, deps), "container", "read");
  return done(200, { ...tagHeaders(container), ...metadataHeaders(container.metadata) });
}

function setMetadata(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  checkConditions(call.request.headers, container, "write");
  checkLease(call, containerLease(container, deps), "container", "read");
  return done(200, tagHeaders(deps.containers.change(call.account, container.name, { metadata: readMetadata(call) })));
}

function remove(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  checkConditions(call.request.headers, container, "write");
  checkLease(call, containerLease(container, deps), "container", "write");
  const { store, containers, timing } = deps;
  // First the name, then what was in it: whoever is killed between leaves bytes that nobody can reach, and the next start sweeps them.
  containers.remove(call.account, container.name);
  store.transaction(() => {
    store.forgetContainer(container.instance);
    store.setNote(rests(call), container.name, call.now + Math.round(restMs / timing.scale));
  });
  return done(202);
}

function lease(call: BlobCall, deps: BlobDeps): WallResponse {
  const { store, random } = deps;
  return store.transaction(() => {
    const container = containerOf(call, deps);
    checkConditions(call.request.headers, container, "write");
    const outcome = changeLease(call, containerLease(container, deps), () => random.uuid());
    store.setNote(container.instance, "lease", outcome.lease);
    return done(outcome.status, { ...tagHeaders(container), ...outcome.headers });
  });
}

function getAcl(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  checkLease(call, containerLease(container, deps), "container", "read");
  return xmlAnswer(200, writePolicies(deps.store.note(container.instance, "policies") ?? []), {
    ...tagHeaders(container),
    ...(container.publicAccess === "None" ? {} : { "x-ms-blob-public-access": container.publicAccess.toLowerCase() }),
  });
}

function setAcl(call: BlobCall, deps: BlobDeps): WallResponse {
  const access = publicAccess(call);
  const policies = readPolicies(call.request.body);
  const container = containerOf(call, deps);
  checkConditions(call.request.headers, container, "write");
  const held = containerLease(container, deps);
  checkLease(call, held, "container", "read");
  deps.store.transaction(() => {
    deps.store.setNote(container.instance, "policies", policies);
    deps.store.setNote(container.instance, "lease", afterWrite(held, call.now));
  });
  return done(200, tagHeaders(deps.containers.change(call.account, container.name, { publicAccess: access })));
}

const of = { level: "container", restype: "container", sasType: "c" } as const;
const listQuery = ["prefix", "delimiter", "marker", "maxresults", "include"];

/** What is done to containers. */
export const containerOperations: readonly BlobOperation[] = [
  { ...of, name: "Create Container", method: "PUT", sas: "cw", roles: writeContainers, run: create },
  {
    ...of,
    name: "Get Container Properties",
    method: "GET",
    sas: "r",
    roles: readContainers,
    open: "container",
    run: properties,
  },
  {
    ...of,
    name: "Get Container Properties",
    method: "HEAD",
    sas: "r",
    roles: readContainers,
    open: "container",
    run: properties,
  },
  { ...of, name: "Delete Container", method: "DELETE", sas: "d", roles: deleteContainers, run: remove },
  {
    ...of,
    name: "Get Container Metadata",
    method: "GET",
    comp: "metadata",
    sas: "r",
    roles: readContainers,
    open: "container",
    run: metadata,
  },
  {
    ...of,
    name: "Get Container Metadata",
    method: "HEAD",
    comp: "metadata",
    sas: "r",
    roles: readContainers,
    open: "container",
    run: metadata,
  },
  {
    ...of,
    name: "Set Container Metadata",
    method: "PUT",
    comp: "metadata",
    sas: "cw",
    roles: writeContainers,
    run: setMetadata,
  },
  { ...of, name: "Get Container ACL", method: "GET", comp: "acl", roles: readAcl, run: getAcl },
  { ...of, name: "Get Container ACL", method: "HEAD", comp: "acl", roles: readAcl, run: getAcl },
  { ...of, name: "Set Container ACL", method: "PUT", comp: "acl", roles: writeAcl, run: setAcl },
  { ...of, name: "Lease Container", method: "PUT", comp: "lease", sas: "cwd", roles: writeContainers, run: lease },
  {
    ...of,
    name: "List Blobs",
    method: "GET",
    comp: "list",
    query: listQuery,
    sas: "l",
    serviceSas: true,
    roles: readBlobs,
    open: "container",
    run: listBlobs,
  },
];
