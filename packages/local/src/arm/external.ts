import type { Random } from "@aro/runtime";
import type { ExternalResources } from "../resources/surroundings.ts";
import { readObject } from "../wall/answers.ts";
import type { ArmPart, Principal } from "../wall/arm-call.ts";
import { readResourcePath } from "../wall/resource-path.ts";
import { forwardAnyway, isForwarded, isPreflight } from "./forwarding.ts";
import type { ForwardingDeps } from "./forwarding-deps.ts";
import { redHatOpenShift } from "./manifest.ts";
import type { Tracked } from "./tracked.ts";

interface Deps extends ForwardingDeps {
  part: ArmPart;
  base: string;
  random: Random;
}

/** How ARM itself is called where it acts without a caller. */
const armItself = (tenantId: string): Principal => ({
  objectId: "00000000-0000-0000-0000-000000000000",
  tenantId,
  kind: "ServicePrincipal",
  name: "Azure Resource Manager",
});

const clusters = redHatOpenShift.types[0];
const version = clusters.apiVersions[0];

/** What ARM's resource engine asks about the resources of our provider: to list them, and to delete them with their group (ARM-DEL-07). */
export function createExternal(deps: Deps): ExternalResources {
  const { part, base, random, subscriptions, tracked, log } = deps;

  /** Asks the provider, following every page; undefined when it cannot answer for now. */
  async function ask(scope: string, subscriptionId: string): Promise<Tracked[] | undefined> {
    const principal = armItself(subscriptions.find(subscriptionId)?.tenantId ?? "");
    let next = `${base}${scope}/providers/${redHatOpenShift.namespace}/${clusters.resourceType}?api-version=${version}`;
    const found: Tracked[] = [];
    for (let page = 0; next !== "" && page < 1000; page++) {
      const id = random.uuid();
      const answer = await forwardAnyway(
        {
          request: {
            method: "GET",
            url: new URL(next),
            headers: { accept: "application/json" },
            body: new Uint8Array(0),
            signal: new AbortController().signal,
          },
          principal,
          requestId: id,
          correlationId: id,
        },
        deps,
      );
      const body = answer.status === 200 ? readObject(answer.body) : undefined;
      if (!Array.isArray(body?.["value"])) return undefined;
      for (const item of body["value"] as Record<string, unknown>[]) found.push(readItem(item));
      next = typeof body["nextLink"] === "string" ? body["nextLink"] : "";
    }
    return found;
  }

  return {
    owns: isForwarded,
    send: async (asked) => {
      // ARM's own calls come from nowhere: what links are built on is where ARM answers.
      const { pathname, search } = asked.request.url;
      const call = { ...asked, request: { ...asked.request, url: new URL(pathname + search, base) } };
      const path = readResourcePath(pathname, call.request.method);
      if (isPreflight(path)) return forwardAnyway(call, deps);
      const answer = await part(call);
      if (answer === undefined) throw new Error(`${pathname} is not the provider's`);
      return answer;
    },
    list: async ({ subscription, group }) => {
      const scope = group ?? `/subscriptions/${subscription}`;
      // Every PUT is noted before it is sent: of a group where none is noted the provider is not asked. It lists its managed groups
      // itself, and would wait for its own answer.
      if (group !== undefined && tracked.list(group).length === 0) return [];
      const asked = await ask(scope, subscription);
      if (asked === undefined) log.warn("provider.list.remembered", { scope });
      return (asked ?? tracked.list(scope)).map((one) => ({ ...one, apiVersion: version }));
    },
  };
}

function readItem(item: Record<string, unknown>): Tracked {
  const text = (name: string) => (typeof item[name] === "string" ? item[name] : "");
  return {
    id: text("id"),
    type: text("type"),
    name: text("name"),
    location: text("location"),
    tags: (item["tags"] ?? {}) as Record<string, string>,
    unsure: false,
  };
}
