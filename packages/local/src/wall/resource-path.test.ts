import assert from "node:assert/strict";
import { test } from "node:test";
import { readResourcePath } from "./resource-path.ts";

test("paths are taken apart by scope, namespace, type, name and action", () => {
  const group = { subscriptionId: "s", resourceGroup: "g" };
  const cases: [string, string, object][] = [
    ["GET", "/subscriptions", { type: "Microsoft.Resources/subscriptions" }],
    ["GET", "/subscriptions/s/", { subscriptionId: "s", type: "Microsoft.Resources/subscriptions" }],
    ["PUT", "/subscriptions/s/resourceGroups/g", { ...group, type: "Microsoft.Resources/resourceGroups" }],
    ["GET", "/providers/N", { namespace: "N", type: "Microsoft.Resources/providers" }],
    [
      "POST",
      "/subscriptions/s/providers/N/register",
      { subscriptionId: "s", namespace: "N", type: "Microsoft.Resources/providers" },
    ],
    ["GET", "/subscriptions/s/resourceGroups/g/providers/N/a", { ...group, namespace: "N", type: "N/a" }],
    [
      "GET",
      "/SUBSCRIPTIONS/s/RESOURCEGROUPS/g/PROVIDERS/N/a/x/b/y",
      { ...group, namespace: "N", type: "N/a/b", name: "y" },
    ],
    [
      "POST",
      "/subscriptions/s/resourceGroups/g/providers/N/a/x/list",
      { ...group, namespace: "N", type: "N/a", name: "x", action: "list" },
    ],
    [
      "GET",
      "/subscriptions/s/resourceGroups/g/providers/N/a/x/providers/M/b/y",
      { ...group, namespace: "M", type: "M/b", name: "y" },
    ],
    [
      "GET",
      "/subscriptions/s/providers/Microsoft.Features/providers/N/features/f",
      {
        subscriptionId: "s",
        namespace: "Microsoft.Features",
        type: "Microsoft.Features/providers/features",
        name: "f",
      },
    ],
    ["POST", "/subscriptions/s/providers/N/check", { subscriptionId: "s", namespace: "N", type: "N/check" }],
    ["GET", "/metadata/endpoints", {}],
  ];
  for (const [method, path, parts] of cases)
    assert.deepEqual(readResourcePath(path, method), parts, `${method} ${path}`);
});
