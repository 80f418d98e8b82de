import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, before, test } from "node:test";
import { issue } from "@aro/pki";
import { systemClock, systemRandom } from "@aro/runtime";
import { hash } from "bcryptjs";
import { type BootedCluster, bootedCluster } from "../testing/booted-cluster.ts";
import { eventually } from "../testing/cluster-rig.ts";

let cluster: BootedCluster;
let issuer: string;
let api: string;
const password = "aaaaa-bbbbb-ccccc-ddddd";
const basic = (secret: string) => `Basic ${Buffer.from(`kubeadmin:${secret}`).toString("base64")}`;
const asked = "client_id=openshift-challenging-client&response_type=token";

before(async () => {
  cluster = await bootedCluster();
  const { domain } = cluster.rig;
  issuer = `https://oauth-openshift.apps.${domain}`;
  api = `https://api.${domain}:6443`;
  const kubeadmin = Buffer.from(await hash(password, 4)).toString("base64");
  await cluster.patch("/api/v1/namespaces/kube-system/secrets/kubeadmin", { data: { kubeadmin } });
  await eventually(async () => (await cluster.rig.dial(`${new URL(issuer).hostname}:443`)).status === 200, 60);
});
after(() => cluster[Symbol.asyncDispose]());

const signIn = async (): Promise<string> => {
  const answer = await cluster.web("GET", `${issuer}/oauth/authorize?${asked}`, {
    headers: { "x-csrf-token": "1", authorization: basic(password) },
  });
  assert.equal(answer.status, 302);
  // As scripts do, without decoding.
  return /#access_token=([^&]*)&/.exec(String(answer.headers["location"]))?.[1] ?? "";
};

test("everybody may read where to sign in", async () => {
  const { status, body } = await cluster.web("GET", `${api}/.well-known/oauth-authorization-server`);
  assert.equal(status, 200);
  assert.equal(body.authorization_endpoint, `${issuer}/oauth/authorize`);
});

test("the challenging client is challenged, and a wrong password is challenged again", async () => {
  const url = `${issuer}/oauth/authorize?${asked}`;
  const plain = await cluster.web("GET", url);
  assert.equal(plain.status, 401);
  assert.equal(plain.headers["www-authenticate"], undefined, "no challenge without X-CSRF-Token");
  const challenged = await cluster.web("GET", url, { headers: { "x-csrf-token": "1" } });
  assert.equal(challenged.headers["www-authenticate"], 'Basic realm="openshift"');
  const wrong = await cluster.web("GET", url, { headers: { "x-csrf-token": "1", authorization: basic("wrong") } });
  assert.equal(wrong.status, 401);
  assert.match(String(wrong.headers["content-type"]), /^text\/html/);
});

test("kubeadmin's password gives a token that the API knows as kube:admin, who may do everything", async () => {
  const token = await signIn();
  const authorization = `Bearer ${token}`;
  const me = await cluster.web("GET", `${api}/apis/user.openshift.io/v1/users/~`, { headers: { authorization } });
  assert.equal(me.status, 200, JSON.stringify(me.body));
  assert.equal(me.body.metadata.name, "kube:admin");
  assert.ok(me.body.groups.includes("system:cluster-admins"));
  const nodes = await cluster.web("GET", `${api}/api/v1/nodes`, { headers: { authorization } });
  assert.equal(nodes.status, 200);
  const projects = await cluster.web("GET", `${api}/apis/project.openshift.io/v1/projects`, {
    headers: { authorization },
  });
  assert.ok(
    projects.body.items.some((one: { metadata: { name: string } }) => one.metadata.name === "openshift-ingress"),
  );
  const other = await cluster.web("GET", `${api}/api/v1/nodes`, { headers: { authorization: `${authorization}x` } });
  assert.equal(other.status, 401);
});

test("a code is good for once, and for who proves that he asked for it", async () => {
  const ask = async () => {
    const query = `client_id=openshift-challenging-client&response_type=code&code_challenge=secret&redirect_uri=${encodeURIComponent(`${issuer}/oauth/token/implicit`)}`;
    const answer = await cluster.web("GET", `${issuer}/oauth/authorize?${query}`, {
      headers: { "x-csrf-token": "1", authorization: basic(password) },
    });
    return new URL(String(answer.headers["location"])).searchParams.get("code") ?? "";
  };
  const exchange = (code: string, verifier: string) =>
    cluster.web("POST", `${issuer}/oauth/token`, {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: "openshift-challenging-client",
        code,
        code_verifier: verifier,
      }).toString(),
    });
  assert.equal((await exchange(await ask(), "other")).status, 400);
  const code = await ask();
  const given = await exchange(code, "secret");
  assert.equal(given.status, 200);
  assert.match(given.body.access_token, /^sha256~/);
  assert.equal((await exchange(code, "secret")).status, 400);
});

test("a person gets a token by the page, shown once", async () => {
  const start = await cluster.web("GET", `${issuer}/oauth/token/request`);
  const location = String(start.headers["location"]);
  assert.match((await cluster.web("GET", location)).body, /<form method="post"/);
  const posted = await cluster.web("POST", location, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ username: "kubeadmin", password }).toString(),
  });
  assert.equal(posted.status, 302);
  const shown = await cluster.web("GET", String(posted.headers["location"]));
  assert.match(shown.body, /oc login --token=sha256~[\w-]+ --server=https:\/\/api\./);
  assert.equal((await cluster.web("GET", String(posted.headers["location"]))).status, 400);
});

test("the console's place is held, and hosts without a route get the router's page", async () => {
  const { domain } = cluster.rig;
  assert.match((await cluster.web("GET", `https://console-openshift-console.apps.${domain}/`)).body, /emulated/);
  assert.equal((await cluster.web("GET", `https://nothing.apps.${domain}/`)).status, 503);
});

test("named certificates of the API server and the default one of the ingress are served once all has rolled", async () => {
  const { domain } = cluster.rig;
  const now = systemClock.now();
  const make = (name: string) =>
    issue(
      {
        commonName: name,
        usage: "server",
        key: "ec",
        names: [name],
        notBefore: now - 60_000,
        notAfter: now + 86_400_000,
      },
      systemRandom,
    );
  const put = async (namespace: string, name: string, host: string) => {
    const { certificate, key } = await make(host);
    const data = {
      "tls.crt": Buffer.from(certificate).toString("base64"),
      "tls.key": Buffer.from(key).toString("base64"),
    };
    const made = await cluster.call("POST", `/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name },
      type: "kubernetes.io/tls",
      data,
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return new X509Certificate(certificate).fingerprint256;
  };
  const served = async (url: string) => new X509Certificate((await cluster.web("GET", url)).certificate).fingerprint256;
  const ours = await put("openshift-config", "own-api", `api.${domain}`);
  await cluster.patch("/apis/config.openshift.io/v1/apiservers/cluster", {
    spec: {
      servingCerts: { namedCertificates: [{ names: [`api.${domain}`], servingCertificate: { name: "own-api" } }] },
    },
  });
  const condition = async (type: string) =>
    (await cluster.get("/apis/config.openshift.io/v1/clusteroperators/kube-apiserver")).status.conditions.find(
      (one: { type: string }) => one.type === type,
    ).status;
  await eventually(async () => (await condition("Progressing")) === "True");
  await eventually(async () => (await condition("Progressing")) === "False", 60);
  await eventually(async () => (await served(`${api}/version`)) === ours);
  assert.notEqual(await served(`https://api-int.${domain}:6443/version`), ours);
  const apps = await put("openshift-ingress", "own-apps", `*.apps.${domain}`);
  await cluster.patch(
    "/apis/operator.openshift.io/v1/namespaces/openshift-ingress-operator/ingresscontrollers/default",
    {
      spec: { defaultCertificate: { name: "own-apps" } },
    },
  );
  await eventually(async () => (await served(`${issuer}/healthz`)) === apps, 60);
});
