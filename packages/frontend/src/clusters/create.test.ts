import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { isoTime } from "@aro/runtime";
import { clientId, clusterBody, secrets, subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { armHost, clusterPath, openWorld, tenantId, version } from "../testing/world.ts";

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
const path = (kind: string, id: string) =>
  `/subscriptions/${subscriptionId}/providers/microsoft.redhatopenshift/locations/eastus/${kind}/${id}`;

/** Whether `whole` holds everything that `part` does. */
function holds(whole: unknown, part: unknown, at: string): void {
  if (typeof part !== "object" || part === null) assert.deepEqual(whole, part, at);
  else for (const [name, value] of Object.entries(part)) holds((whole as JsonObject)?.[name], value, `${at}.${name}`);
}

describe("PUT of a new cluster", () => {
  it("answers 201 with the cluster as GET gives it, containing what was sent but for secrets (ARM-PUT-01, ARM-PUT-02, ARM-GET-03)", async () => {
    await using world = await openWorld();
    const body = clusterBody();
    const created = await world.cluster("PUT", "c1", { body });
    assert.equal(created.status, 201);
    const got = await world.cluster("GET", "c1");
    assert.equal(got.body, created.body);
    const sent = clusterBody();
    const properties = sent.properties as Record<string, JsonObject>;
    // Stored in lower case (spec 01 §2.2); ids are compared ignoring case (ARM-ENV-03).
    const profile = properties["clusterProfile"] as { resourceGroupId: string };
    profile.resourceGroupId = profile.resourceGroupId.toLowerCase();
    delete properties["clusterProfile"]?.["pullSecret"];
    delete properties["servicePrincipalProfile"]?.["clientSecret"];
    holds(created.json, sent, "body");
    assert.equal((created.json["properties"] as JsonObject)["provisioningState"], "Creating");
    for (const secret of Object.values(secrets)) assert.ok(!created.body?.includes(secret));
  });

  it("names the operation by address, below the location, with the api-version, lower case (ARM-ASY-03, ARM-URI-03)", async () => {
    await using world = await openWorld();
    const { headers } = await world.cluster("PUT", "C1", { body: clusterBody() });
    const id = guid.exec(headers["azure-asyncoperation"] as string)?.input.match(/([^/]+)\?/)?.[1] as string;
    assert.match(id, guid);
    assert.equal(headers["azure-asyncoperation"], `${armHost}${path("operationsstatus", id)}?${version}`);
    assert.equal(headers["location"], `${armHost}${path("operationresults", id)}?${version}`);
    assert.equal((await world.stored("C1")).asyncOperationId, id);
  });

  it("gives Retry-After in whole seconds from the table of durations, 10 to 600 unscaled (ARM-ASY-10)", async () => {
    await using world = await openWorld();
    const { headers } = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.equal(headers["retry-after"], "30");
    await world.end("c1", "Succeeded");
    const body = clusterBody();
    (body.properties["servicePrincipalProfile"] as JsonObject)["clientSecret"] = "another";
    assert.equal((await world.cluster("PUT", "c1", { body })).headers["retry-after"], "10");
  });

  it("stores cluster, operation and work item together, with who asked and from which tenant (ARM-HDR-02, ARM-ASY-13)", async () => {
    await using world = await openWorld();
    const { headers } = await world.cluster("PUT", "Cluster-1", {
      body: clusterBody(),
      headers: {
        "x-ms-correlation-request-id": "corr",
        "x-ms-client-request-id": "client",
        "x-ms-client-principal-name": "somebody",
      },
    });
    const cluster = await world.stored("Cluster-1");
    const operation = await world.operation(cluster.asyncOperationId as string);
    const work = await world.work(cluster);
    assert.deepEqual(
      {
        key: cluster.key,
        rg: cluster.clusterResourceGroupIdKey,
        client: cluster.clientIdKey,
        partition: cluster.partitionKey,
      },
      {
        key: clusterPath("cluster-1").toLowerCase(),
        rg: `/subscriptions/${subscriptionId}/resourcegroups/managed-1`,
        client: clientId(1),
        partition: subscriptionId,
      },
    );
    assert.ok(Number.isInteger(cluster.bucket) && cluster.bucket >= 0 && cluster.bucket < 256);
    const { requestTime, ...correlation } = cluster.correlationData as NonNullable<typeof cluster.correlationData>;
    assert.deepEqual(correlation, {
      requestId: headers["x-ms-request-id"],
      operationId: operation?.id,
      correlationId: "corr",
      clientRequestId: "client",
    });
    assert.equal(isoTime(Date.parse(requestTime)), requestTime);
    const { id, initialStatus, status, tenantId: tenant, before } = operation?.asyncOperation ?? {};
    assert.deepEqual(
      { id, initialStatus, status, tenant, before },
      {
        id: path("operationsstatus", operation?.id as string),
        initialStatus: "Creating",
        status: "Creating",
        tenant: tenantId,
        before: undefined,
      },
    );
    assert.deepEqual([work.state, work.operationId, work.token, work.dequeues], ["queued", operation?.id, 0, 0]);
    assert.equal(JSON.stringify(await world.census()).includes("somebody"), false);
  });

  it("keeps the casing of the path in id, name and type, whatever casing later calls use (ARM-URI-03, ARM-URI-06)", async () => {
    await using world = await openWorld();
    const mixed = clusterPath("MyCluster", "My-Group").replace(
      "Microsoft.RedHatOpenShift",
      "Microsoft.redhatopenshift",
    );
    const created = await world.call("PUT", `${mixed}?${version}`, { body: clusterBody() });
    assert.equal(created.status, 201);
    for (const recased of [mixed, mixed.toLowerCase(), mixed.toUpperCase()]) {
      const { status, json } = await world.call("GET", `${recased}?${version}`);
      assert.deepEqual([status, json["id"], json["name"]], [200, mixed, "MyCluster"]);
      assert.equal(json["type"], "Microsoft.redhatopenshift/openShiftClusters");
    }
  });

  it("takes its name from the path; a body that says otherwise is refused (ARM-URI-04)", async () => {
    await using world = await openWorld();
    for (const [member, code] of [
      ["id", "MismatchingResourceID"],
      ["name", "MismatchingResourceName"],
      ["type", "MismatchingResourceType"],
    ] as const) {
      const reply = await world.cluster("PUT", "c1", { body: { ...clusterBody(), [member]: "another" } });
      assert.deepEqual([reply.status, errorOf(reply).code, errorOf(reply).target], [400, code, member]);
    }
  });

  it("tells every finding at once, one alone as the error itself, and stores nothing (ARM-ERR-03, ARM-ERR-04, ARM-PUT-06)", async () => {
    await using world = await openWorld();
    const body = clusterBody();
    body["location"] = "westus";
    const one = errorOf(await world.cluster("PUT", "c1", { body }));
    assert.deepEqual([one.code, one.target, one.details], ["InvalidParameter", "location", undefined]);
    (body.properties["networkProfile"] as JsonObject)["podCidr"] = "10.0.0.0/33";
    const two = errorOf(await world.cluster("PUT", "c1", { body }));
    assert.deepEqual(
      new Set(two.details?.map(({ target }) => target)),
      new Set(["location", "properties.networkProfile.podCidr"]),
    );
    assert.deepEqual(Object.values(await world.census()).flat(), []);
  });

  it("ignores unknown members, and neither stores nor echoes them (ARM-PUT-09)", async () => {
    await using world = await openWorld();
    const body = clusterBody();
    body["unknownMember"] = { a: 1 };
    body.properties["unknownMember"] = 2;
    const created = await world.cluster("PUT", "c1", { body });
    assert.equal(created.status, 201);
    assert.doesNotMatch(`${created.body}${JSON.stringify(await world.stored("c1"))}`, /unknownMember/);
  });

  it("seals the secrets: neither store nor log holds them (ARM-HDR-11)", async () => {
    await using world = await openWorld();
    await world.cluster("PUT", "c1", { body: clusterBody() });
    const everything = JSON.stringify(await world.census()) + world.logged.join("");
    for (const secret of Object.values(secrets)) assert.ok(!everything.includes(secret));
    const { clusterProfile, servicePrincipalProfile } = (await world.stored("c1")).openShiftCluster.properties;
    assert.equal(
      world.deps.sealer.openText(servicePrincipalProfile?.clientSecret as never).reveal(),
      secrets.clientSecret,
    );
    assert.match(
      world.deps.sealer.openText(clusterProfile.pullSecret as never).reveal(),
      new RegExp(secrets.pullSecret),
    );
  });

  it("needs a registered subscription, and names the state it is in (ARM-SUB-05)", async () => {
    await using unknown = await openWorld({ state: undefined });
    const none = await unknown.cluster("PUT", "c1", { body: clusterBody() });
    assert.deepEqual([none.status, errorOf(none).code], [400, "InvalidSubscriptionState"]);
    for (const state of ["Unregistered", "Warned", "Suspended", "Deleted"]) {
      await using world = await openWorld({ state });
      const reply = await world.cluster("PUT", "c1", { body: clusterBody() });
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidSubscriptionState"]);
      assert.match(errorOf(reply).message, new RegExp(state));
    }
  });

  it("with a client id or a managed group of another cluster is refused by its code (ARM-ERR-07)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    const sameClient = clusterBody(2);
    (sameClient.properties["servicePrincipalProfile"] as JsonObject)["clientId"] = clientId(1).toUpperCase();
    const sameGroup = clusterBody(3);
    (sameGroup.properties["clusterProfile"] as JsonObject)["resourceGroupId"] =
      `/subscriptions/${subscriptionId}/resourceGroups/MANAGED-1`;
    for (const [name, body, code] of [
      ["c2", sameClient, "DuplicateClientID"],
      ["c3", sameGroup, "DuplicateResourceGroup"],
    ] as const) {
      const reply = await world.cluster("PUT", name, { body });
      assert.deepEqual([reply.status, errorOf(reply).code], [400, code]);
      assert.equal((await world.cluster("GET", name)).status, 404);
    }
    assert.deepEqual(
      Object.entries(await world.census()).map(([kind, all]) => [kind, all.length]),
      [
        ["cluster", 1],
        ["operation", 1],
        ["work", 1],
      ],
    );
  });

  it("with workload identities is refused whole, and says what to use", async () => {
    await using world = await openWorld();
    const identity = (name: string) =>
      `/subscriptions/${subscriptionId}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const { servicePrincipalProfile: _, ...properties } = clusterBody().properties;
    const body = {
      ...clusterBody(),
      identity: { type: "UserAssigned", userAssignedIdentities: { [identity("cluster")]: {} } },
      properties: {
        ...properties,
        platformWorkloadIdentityProfile: { platformWorkloadIdentities: { ingress: { resourceId: identity("i") } } },
      },
    } as JsonObject;
    const reply = await world.cluster("PUT", "c1", { body });
    assert.deepEqual(
      [reply.status, errorOf(reply).code, errorOf(reply).target],
      [400, "InvalidParameter", "properties.platformWorkloadIdentityProfile"],
    );
    assert.match(errorOf(reply).message, /servicePrincipalProfile/);
    // The static rules come first.
    const invalid = await world.cluster("PUT", "c1", { body: { ...body, location: "westus" } });
    assert.equal(errorOf(invalid).target, "location");
    assert.deepEqual(Object.values(await world.census()).flat(), []);
  });

  it("passes the checks against Azure, and their findings come together (ARM-ERR-04)", async () => {
    const finding = (target: string) => ({ code: "InvalidParameter", message: "Not available.", target }) as const;
    await using world = await openWorld({
      deps: { createChecks: [async () => [finding("a"), finding("b")], async () => [], async () => [finding("c")]] },
    });
    const reply = await world.cluster("PUT", "c1", { body: clusterBody() });
    assert.deepEqual([reply.status, errorOf(reply).details?.map(({ target }) => target)], [400, ["a", "b", "c"]]);
    assert.deepEqual(Object.values(await world.census()).flat(), []);
  });
});
