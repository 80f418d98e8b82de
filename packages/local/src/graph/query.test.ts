import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { base } from "../entra/testing/rig.ts";
import { refused } from "./testing/checks.ts";
import { type GraphRig, graphRig } from "./testing/rig.ts";

let rig: GraphRig;
beforeEach(async () => {
  rig = await graphRig();
});

test("filters that Graph does not take are refused by what is wrong with them", () => {
  const filter = (text: string, kind = "applications") =>
    rig.call("GET", `/${kind}?$filter=${encodeURIComponent(text)}`);
  refused(filter("colour eq 'red'"), 400, "BadRequest", /Could not find a property named 'colour'/);
  refused(filter("displayName gt 'a'"), 400, "BadRequest", /operator 'gt'/);
  refused(filter("displayName eq 'a"), 400, "BadRequest", /Syntax error/);
  refused(filter("displayName eq"), 400, "BadRequest", /value expected/);
  refused(filter("displayName eq 'a' displayName"), 400, "BadRequest", /end expected/);
  refused(filter("identifierUris eq 'a'"), 400, "Request_UnsupportedQuery", /identifierUris/);
  refused(filter("displayName ne 'a'"), 400, "Request_UnsupportedQuery", /ConsistencyLevel/);
  refused(filter("not(displayName eq 'a')"), 400, "Request_UnsupportedQuery", /ConsistencyLevel/);
  refused(filter(`${"(".repeat(60)}id eq 'a'${")".repeat(60)}`), 400, "BadRequest", /deeply/);
  const advanced = rig.call(
    "GET",
    `/users?$count=true&$filter=${encodeURIComponent("endswith(userPrincipalName,'@aro.test') and not(startswith(displayName,'Ada'))")}`,
    undefined,
    { headers: { consistencylevel: "eventual" } },
  );
  assert.equal(advanced.json["@odata.count"], 3, advanced.text);
});

test("options that are not served are refused by name", () => {
  for (const [query, code, message] of [
    ["$expand=owners", "Request_UnsupportedQuery", /\$expand/],
    ["$orderby=displayName", "Request_UnsupportedQuery", /\$orderby/],
    ["$search=%22x%22", "Request_UnsupportedQuery", /\$search/],
    ["other=1", "Request_UnsupportedQuery", /'other'/],
    ["$top=0", "BadRequest", /page size/],
    ["$top=1000", "BadRequest", /page size/],
    ["$top=1&$top=2", "Request_BadRequest", /more than once/],
    ["$select=colour", "BadRequest", /'colour'/],
    ["$skiptoken=x", "Directory_ExpiredPageToken", /expired/],
    ["$count=true", "Request_UnsupportedQuery", /ConsistencyLevel/],
  ] as const)
    refused(rig.call("GET", `/users?${query}`), 400, code, message);
});

test("a list comes in pages whose links lead to its end, whatever was removed between them", () => {
  for (let index = 0; index < 25; index++) rig.directory.objects.add({ kind: "group", displayName: `p${index}` });
  const names: string[] = [];
  let link = "/groups?$top=10&$filter=startswith(displayName,'p')&$select=displayName,id";
  for (let pages = 0; link !== ""; pages++) {
    assert.ok(pages < 4);
    const { json } = rig.call("GET", link);
    names.push(...json.value.map((one: { displayName: string }) => one.displayName));
    if (pages === 0) rig.directory.objects.purge(json.value[9].id);
    link = (json["@odata.nextLink"] ?? "").replace(`${base}/graph/v1.0`, "");
  }
  assert.deepEqual(
    names,
    Array.from({ length: 25 }, (_, index) => `p${index}`),
  );
});
