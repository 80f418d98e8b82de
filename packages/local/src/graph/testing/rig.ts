import assert from "node:assert/strict";
import { mintAppToken, mintUserToken } from "../../entra/access-token.ts";
import { base, type EntraRig, entraRig, identities, type Seen, seen } from "../../entra/testing/rig.ts";
import { knownResources } from "../../entra/well-known.ts";
import type { GraphDeps } from "../deps.ts";
import { graph } from "../graph.ts";

/** A call of Graph: method and path below `/v1.0`, as the owner unless another token is given. */
export type GraphAsk = (
  method: string,
  path: string,
  body?: unknown,
  options?: { token?: string; headers?: Record<string, string>; root?: string },
) => Seen;

export interface GraphRig extends EntraRig {
  call: GraphAsk;
  /** A token for Graph of an application, with the roles it holds. */
  appToken(appId: string): string;
  /** A token for Graph of a person; `scopes` are all that there are unless given. */
  userToken(name: string, scopes?: readonly string[]): string;
  graphDeps: GraphDeps;
}

const audience = { version: 1, appId: knownResources.graph.appId, groups: false, text: `${base}/graph` } as const;

/** A Graph without a listener over the directory of a token authority. */
export async function graphRig(): Promise<GraphRig> {
  const rig = await entraRig();
  const { deps, directory } = rig;
  const graphDeps: GraphDeps = { ...deps, durable: rig.durable };
  const appToken = (appId: string) => {
    const client = directory.client(appId);
    assert.ok(client?.principal);
    return mintAppToken({ client, principal: client.principal, method: "1" }, audience, deps);
  };
  const userToken = (name: string, scopes: readonly string[] = knownResources.graph.scopes) => {
    const user = directory.objects.byName(`${name}@aro.test`);
    assert.ok(user);
    const clientId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    return mintUserToken({ user, authTime: 0, clientId, method: "0" }, audience, scopes, deps);
  };
  const call: GraphAsk = (
    method,
    path,
    body,
    { token = appToken(identities.ownerClientId), headers = {}, root = "/graph/v1.0" } = {},
  ) =>
    seen(
      graph(
        {
          method,
          url: new URL(`${root}${path}`, base),
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
          body: new TextEncoder().encode(
            body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
          ),
          signal: new AbortController().signal,
        },
        graphDeps,
      ),
    );
  return { ...rig, call, appToken, userToken, graphDeps };
}
