import type { JsonObject } from "@aro/api";
import type { FakeArm, FakeResource } from "@aro/azure/testing";

/** Replaces the template expressions that the base template uses by what ARM would make of them. */
function evaluated(value: unknown, group: string): unknown {
  if (typeof value === "string") return expression(value, group);
  if (Array.isArray(value)) return value.map((one) => evaluated(one, group));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, evaluated(one, group)]));
  return value;
}

function expression(text: string, group: string): string {
  if (!text.startsWith("[")) return text;
  const id = /^\[resourceId\('([^']+)', (.+)\)\]$/.exec(text);
  if (id !== null) {
    const [namespace = "", ...types] = (id[1] ?? "").split("/");
    const names = [...(id[2] ?? "").matchAll(/'([^']+)'/g)].map((match) => match[1]);
    return `${group}/providers/${namespace}/${types.map((type, index) => `${type}/${names[index]}`).join("/")}`;
  }
  const literal = /^\['([^']*)'\]$/.exec(text);
  if (literal !== null) return literal[1] ?? "";
  const role = /^\[subscriptionResourceId\('([^']+)', '([^']+)'\)\]$/.exec(text);
  if (role !== null) return `${group.split("/").slice(0, 3).join("/")}/providers/${role[1]}/${role[2]}`;
  return text
    .replace("[resourceGroup().id]", group)
    .replace(/^\[(guid|concat)\(.*$/, "11111111-2222-4333-8444-555555555555");
}

/** Makes the resources of a deployment's template, and fills in what Azure does: addresses, ids of parts, network interfaces. */
export function applyTemplates(arm: FakeArm): void {
  let host = 4;
  /** An address stays with its resource when that is deployed again. */
  const addresses = new Map<string, string>();
  const complete = (resource: FakeResource): void => {
    const { properties } = resource;
    const type = resource.type.toLowerCase();
    if (type === "microsoft.network/publicipaddresses") {
      const id = resource.id.toLowerCase();
      addresses.set(id, addresses.get(id) ?? `20.0.0.${host++}`);
      properties["ipAddress"] = addresses.get(id);
    }
    if (type === "microsoft.network/loadbalancers") {
      for (const part of [
        "frontendIPConfigurations",
        "loadBalancingRules",
        "outboundRules",
        "backendAddressPools",
        "probes",
      ])
        for (const one of (properties[part] ?? []) as JsonObject[])
          one["id"] ??= `${resource.id}/${part}/${String(one["name"])}`;
      for (const front of (properties["frontendIPConfigurations"] ?? []) as (JsonObject & { properties: JsonObject })[])
        if (front.properties["subnet"] !== undefined) front.properties["privateIPAddress"] ??= "10.0.0.10";
    }
    if (type === "microsoft.network/privateendpoints") {
      const nic = `${resource.id}.nic`.replace("privateEndpoints", "networkInterfaces");
      const address = { name: "c", properties: { privateIPAddress: "10.9.0.5" } };
      properties["networkInterfaces"] = [{ id: nic, properties: { ipConfigurations: [address] } }];
      for (const connection of (properties["manualPrivateLinkServiceConnections"] ?? []) as {
        properties: JsonObject;
      }[])
        connection.properties["privateLinkServiceConnectionState"] = { status: "Approved" };
    }
    if (type === "microsoft.network/virtualnetworks/subnets")
      for (const endpoint of (properties["serviceEndpoints"] ?? []) as JsonObject[])
        endpoint["provisioningState"] = "Succeeded";
  };
  arm.onWritten = (resource) => {
    complete(resource);
    if (resource.type !== "Microsoft.Resources/deployments") return;
    const { template } = resource.properties as unknown as {
      template: { resources: (JsonObject & { type: string; name: string })[] };
    };
    const group = resource.id.slice(0, resource.id.indexOf("/providers/"));
    for (const { type, name, ...rest } of template.resources) {
      const [namespace = "", ...types] = type.split("/");
      const names = expression(name, group).split("/");
      const id = `${group}/providers/${namespace}/${types.map((one, index) => `${one}/${names[index]}`).join("/")}`;
      complete(arm.have(id, evaluated(rest, group) as JsonObject));
    }
  };
}
