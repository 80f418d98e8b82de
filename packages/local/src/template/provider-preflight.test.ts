import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExternalResources } from "../resources/surroundings.ts";
import type { WallResponse } from "../wall/wall.ts";
import { body, deployment, fresh, group, table, template } from "./testing/deploying.ts";

test("resources of forwarded providers are shown to them before, sent to them and waited for; their errors come through (ARM-PRE-01)", async () => {
  const sent: string[] = [];
  let reads = 0;
  const answer = (status: number, given: object): WallResponse => ({
    status,
    headers: {},
    body: new TextEncoder().encode(JSON.stringify(given)),
  });
  const externalResources: ExternalResources = {
    owns: (namespace) => namespace === "microsoft.redhatopenshift",
    list: async () => [],
    send: async ({ request, principal }) => {
      sent.push(`${request.method} ${request.url.pathname.split("/").at(-1)} ${principal.name.slice(0, 8)}`);
      const given = request.body.length === 0 ? {} : JSON.parse(new TextDecoder().decode(request.body));
      if (request.url.pathname.endsWith("/preflight"))
        return given.resources[0].location === "wrong"
          ? answer(200, {
              status: "Failed",
              error: { code: "InvalidParameter", message: "Wrong.", target: "location" },
            })
          : answer(given.resources[0].location === "silent" ? 503 : 200, { status: "Succeeded" });
      if (given.location === "nowhere")
        return answer(400, {
          error: { code: "InvalidParameter", message: "The location is wrong.", target: "location" },
        });
      return answer(request.method === "PUT" ? 201 : 200, {
        properties: { provisioningState: ++reads > 2 ? "Succeeded" : "Creating", url: "https://c" },
      });
    },
  };
  await using arm = await fresh({ timing: { scale: 1_000, holdMilliseconds: 500 }, externalResources });
  const cluster = (location: string) => ({
    type: "Microsoft.RedHatOpenShift/openShiftClusters",
    apiVersion: "2025-07-25",
    name: "c",
    location,
    properties: { x: "[concat('a','b')]" },
  });
  const made = await arm.deployments.deployments.createOrUpdate(
    "rg",
    "d",
    body(
      template([cluster("eastus"), table("later", { dependsOn: ["c"] })], {
        outputs: { url: { type: "string", value: "[reference('c').url]" } },
      }),
    ) as never,
  );
  assert.deepEqual(made.properties?.outputs, { url: { type: "String", value: "https://c" } });
  assert.deepEqual(sent, ["POST preflight aaaaaaaa", "PUT c aaaaaaaa", "GET c aaaaaaaa", "GET c aaaaaaaa"]);
  const failed = await arm.plain("PUT", deployment("e"), body(template([cluster("nowhere")])));
  const status = new URL(failed.headers["azure-asyncoperation"] ?? "");
  const ended = await arm.plain("GET", status.pathname + status.search);
  assert.equal(ended.body.error.details[0].code, "InvalidParameter");
  assert.equal(ended.body.error.details[0].target, "location");
  for (const [method, path] of [
    ["POST", deployment("f", "/validate")],
    ["PUT", deployment("f")],
  ] as const) {
    const refused = await arm.plain(method, path, body(template([table("none"), cluster("wrong")])));
    assert.equal(refused.body.error.code, "InvalidTemplateDeployment");
    assert.deepEqual(refused.body.error.details, [{ code: "InvalidParameter", message: "Wrong.", target: "location" }]);
    const silent = await arm.plain(method, path.replace("/f", "/g"), body(template([cluster("silent")])));
    assert.ok(silent.status < 300, "a provider that does not say does not stand in the way");
  }
  assert.equal((await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.length, 1);
});
