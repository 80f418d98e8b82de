import assert from "node:assert/strict";
import { request } from "node:https";
import { after, before, test } from "node:test";
import { connect as secure, type TLSSocket } from "node:tls";
import type { HttpAnswer } from "../testing/cloud-calls.ts";
import { throughProxy } from "../testing/named-services.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
before(async () => {
  cloud = await runCloud({ engine: "real" });
});
after(() => cloud[Symbol.asyncDispose]());

/** TLS to a public name through the proxy, with our authority trusted and the name checked. */
async function dial(host: string): Promise<TLSSocket> {
  const { status, text, socket } = await throughProxy(cloud.emulator.proxyPort, `${host}:443`);
  assert.equal(status, 200, text);
  return new Promise((resolve, reject) => {
    const inner: TLSSocket = secure({ socket, servername: host, ca: cloud.keyring.ca.certificate }, () =>
      resolve(inner),
    );
    inner.once("error", reject);
  });
}

async function call(method: string, url: string, { token, form }: { token?: string; form?: object } = {}) {
  const socket = await dial(new URL(url).hostname);
  const body = form === undefined ? "" : new URLSearchParams(form as Record<string, string>).toString();
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    "content-length": String(body.length),
  };
  return new Promise<HttpAnswer>((resolve, reject) => {
    const outgoing = request(url, { method, headers, defaultPort: 443, createConnection: () => socket }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => {
        text += chunk;
      });
      incoming.on("end", () => {
        socket.destroy();
        const json = text === "" ? undefined : JSON.parse(text);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers as Record<string, string>, text, json });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const login = "https://login.microsoftonline.com";
const tokenFor = async (resource: string): Promise<string> => {
  const { tenantId, ownerClientId, ownerSecret } = cloud.emulator.identities;
  const { json, text } = await call("POST", `${login}/${tenantId}/oauth2/v2.0/token`, {
    form: {
      grant_type: "client_credentials",
      client_id: ownerClientId,
      client_secret: ownerSecret,
      scope: `${resource}/.default`,
    },
  });
  assert.ok(json.access_token, text);
  return json.access_token;
};

test("public names show a certificate for themselves alone", async () => {
  for (const host of ["management.azure.com", "login.microsoftonline.com", "graph.microsoft.com"]) {
    const socket = await dial(host);
    assert.equal(socket.getPeerCertificate().subjectaltname, `DNS:${host}`);
    socket.destroy();
  }
});

test("ARM at its public name takes tokens that the public authority gives for it, and its links stay there", async () => {
  const { subscriptionId } = cloud.emulator.identities;
  const path = `https://management.azure.com/subscriptions/${subscriptionId}/resourcegroups/public?api-version=2022-09-01`;
  for (const audience of ["https://management.azure.com", "https://management.core.windows.net/"]) {
    const token = await tokenFor(audience);
    assert.ok((await fetchWith(path, token)).status < 300);
    const away = await cloud.call("GET", new URL(path).pathname + new URL(path).search, { token });
    assert.equal(
      away.json.error.code,
      "InvalidAuthenticationTokenAudience",
      "this cloud's own name wants its own audience",
    );
  }
  const deleted = await call("DELETE", path, { token: await tokenFor("https://management.azure.com") });
  assert.equal(deleted.status, 202);
  assert.match(String(deleted.headers["location"]), /^https:\/\/management\.azure\.com\//);
  const own = await call("GET", path, { token: await cloud.token() });
  assert.notEqual(own.status, 401, "az aro asks the public name with this cloud's own token");
});

const fetchWith = async (path: string, token: string) => {
  const body = JSON.stringify({ location: "eastus" });
  const { pathname, search } = new URL(path);
  const options = { headers: { host: "management.azure.com", "content-type": "application/json" }, body, token };
  return cloud.call("PUT", pathname + search, options);
};

test("discovery at the public authority names public addresses, and Graph takes its tokens", async () => {
  const { tenantId } = cloud.emulator.identities;
  const { json } = await call("GET", `${login}/${tenantId}/v2.0/.well-known/openid-configuration`);
  assert.equal(json.token_endpoint, `${login}/${tenantId}/oauth2/v2.0/token`);
  assert.equal(json.issuer, `${login}/${tenantId}/v2.0`);
  const asked = new URLSearchParams({
    "api-version": "1.1",
    authorization_endpoint: `${login}/common/oauth2/authorize`,
  });
  const instance = await call("GET", `${login}/common/discovery/instance?${asked}`);
  assert.equal(instance.json.metadata[0].preferred_network, "login.microsoftonline.com");
  const token = await tokenFor("https://graph.microsoft.com");
  const people = await call("GET", "https://graph.microsoft.com/v1.0/users?$top=1", { token });
  assert.equal(people.status, 200, people.text);
  assert.ok(people.json["@odata.nextLink"].startsWith("https://graph.microsoft.com/v1.0/users?"));
});

test("a public name leads to its own service only, and the control API is behind none of them", async () => {
  const { tenantId } = cloud.emulator.identities;
  assert.equal((await call("GET", `${login}/subscriptions?api-version=2022-12-01`)).status, 404);
  assert.equal((await call("POST", `https://management.azure.com/${tenantId}/oauth2/v2.0/token`)).status, 401);
  assert.equal((await call("GET", "https://management.azure.com/_local/health")).status, 401);
});

test("other public names stay refused", async () => {
  for (const host of ["example.com", "vault.azure.net", "management.usgovcloudapi.net", "xmanagement.azure.com"]) {
    const { status, socket } = await throughProxy(cloud.emulator.proxyPort, `${host}:443`);
    assert.equal(status, 403);
    socket.destroy();
  }
});
