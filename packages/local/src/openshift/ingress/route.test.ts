import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@aro/control-plane";
import type { Objects } from "../cluster/objects.ts";
import { insecure, routeFor } from "./route.ts";

const route = (name: string, spec: object) => ({ metadata: { name }, spec }) as unknown as KubeObject;
const api = (...all: KubeObject[]) => ({ list: () => all }) as unknown as Objects;

test("of a host's routes the one with the longest path that leads there is taken", () => {
  const all = api(
    route("all", { host: "a.test" }),
    route("part", { host: "a.test", path: "/part" }),
    route("other", { host: "b.test", path: "/" }),
  );
  const found = (host: string, path: string) => routeFor(all, host, path)?.metadata.name;
  assert.deepEqual(
    [found("a.test", "/"), found("a.test", "/part"), found("a.test", "/part/of"), found("a.test", "/parting")],
    ["all", "part", "part", "all"],
  );
  assert.deepEqual([found("b.test", "/x"), found("c.test", "/")], ["other", undefined]);
});

test("without TLS a route serves, leads to TLS or refuses, as it says", () => {
  const tls = (insecureEdgeTerminationPolicy?: string) =>
    insecure(route("r", { tls: { termination: "edge", insecureEdgeTerminationPolicy } }));
  assert.deepEqual(
    [insecure(route("r", {})), tls("Allow"), tls("Redirect"), tls(), tls("None")],
    ["serve", "serve", "redirect", "refuse", "refuse"],
  );
});
