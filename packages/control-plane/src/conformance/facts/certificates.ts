import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { issue, makeRequest, type RequestedSubject } from "@aro/pki";
import { systemClock, systemRandom } from "@aro/runtime";
import type { Answer, Client } from "../client.ts";
import { type Fact, fact, type World } from "../fact.ts";

const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const clientSigner = "kubernetes.io/kube-apiserver-client";
const kubeletSigner = "kubernetes.io/kube-apiserver-client-kubelet";
const servingSigner = "kubernetes.io/kubelet-serving";
const merge = "application/merge-patch+json";

interface Asked {
  answer: Answer;
  name: string;
  key: string;
}

async function ask(world: World, subject: RequestedSubject, spec: object, by: Client = world.admin): Promise<Asked> {
  const { request, key } = await makeRequest(subject);
  const name = world.unique("csr");
  const answer = await by.call("POST", path, {
    body: { metadata: { name }, spec: { request: Buffer.from(request).toString("base64"), ...spec } },
  });
  world.afterwards(() => world.admin.call("DELETE", `${path}/${name}`));
  return { answer, name, key };
}
const client = { signerName: clientSigner, usages: ["client auth"] };
const decide = (by: Client, name: string, type: string) =>
  by.call("PATCH", `${path}/${name}/approval`, {
    body: { status: { conditions: [{ type, status: "True", reason: "Tried", message: "by hand" }] } },
    contentType: merge,
  });
const statusOf = (
  world: World,
  name: string,
  holds: (status: { certificate?: string; conditions?: Named[] }) => boolean,
) =>
  world.eventually(async () => {
    const { json } = await world.admin.call("GET", `${path}/${name}`);
    assert.ok(holds(json.status), JSON.stringify(json.status));
    return json.status;
  });
interface Named {
  type: string;
  reason?: string;
  message?: string;
}
const certificateIn = ({ certificate = "" }: { certificate?: string }): string =>
  Buffer.from(certificate, "base64").toString();
const causes = ({ json }: Answer) => json.details.causes.map((one: { field: string }) => one.field);

/** Binds a cluster role with these rules to somebody. */
async function bind({ admin, unique, afterwards }: World, user: string, rules: object[]): Promise<void> {
  const name = unique("role");
  await admin.call("POST", `${rbac}/clusterroles`, { body: { metadata: { name }, rules } });
  await admin.call("POST", `${rbac}/clusterrolebindings`, {
    body: {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
    },
  });
  afterwards(() => admin.call("DELETE", `${rbac}/clusterroles/${name}`));
  afterwards(() => admin.call("DELETE", `${rbac}/clusterrolebindings/${name}`));
}
const csrs = { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests"] };

/** Certificate signing requests. */
export const certificates: readonly Fact[] = [
  fact("a request for a certificate notes who asked, whatever he says of himself", async (world) => {
    await bind(world, "ivy", [{ ...csrs, verbs: ["create"] }]);
    const ivy = await world.as({ user: { name: "ivy", groups: ["team"] } });
    const asked = await world.eventually(async () => {
      const made = await ask(
        world,
        { commonName: "x" },
        { ...client, username: "admin", groups: ["system:masters"] },
        ivy,
      );
      assert.equal(made.answer.status, 201, made.answer.text);
      return made;
    });
    const { spec, status } = asked.answer.json;
    assert.equal(spec.username, "ivy");
    assert.deepEqual(spec.groups, ["team", "system:authenticated"]);
    assert.match(spec.extra["authentication.kubernetes.io/credential-id"][0], /^X509SHA256=[0-9a-f]{64}$/);
    assert.deepEqual(status, {});
  }),
  fact(
    "what is no request, usages that are none and a signer without domain are told all at once",
    async ({ admin }) => {
      const refused = await admin.call("POST", path, {
        body: {
          metadata: { name: "wrong" },
          spec: {
            request: "YWJj",
            signerName: "nobody",
            usages: ["x", "client auth", "client auth"],
            expirationSeconds: 5,
          },
        },
      });
      assert.equal(refused.status, 422);
      assert.deepEqual(causes(refused).sort(), [
        "spec.expirationSeconds",
        "spec.request",
        "spec.signerName",
        "spec.usages[0]",
        "spec.usages[2]",
      ]);
    },
  ),
  fact("the legacy signer is no signer of this version", async (world) => {
    const { answer } = await ask(world, { commonName: "x" }, { ...client, signerName: "kubernetes.io/legacy-unknown" });
    assert.equal(answer.status, 422);
    assert.match(answer.json.message, /the legacy signerName is not allowed via this API version/);
  }),
  fact("nobody gets a client certificate of system:masters", async (world) => {
    const { answer } = await ask(world, { commonName: "x", organizations: ["system:masters"] }, client);
    assert.equal(answer.status, 403);
    assert.match(answer.json.message, /signer with system:masters group is not allowed/);
  }),
  fact("what was asked stays, whoever writes it anew", async (world) => {
    const { name, answer } = await ask(world, { commonName: "x" }, client);
    const patched = await world.admin.call("PATCH", `${path}/${name}`, {
      body: { metadata: { labels: { l: "1" } }, spec: { signerName: "other.test/one" } },
      contentType: merge,
    });
    assert.equal(patched.status, 200);
    assert.deepEqual(patched.json.spec, answer.json.spec);
    assert.equal(patched.json.metadata.labels.l, "1");
  }),
  fact("nobody approves through the status", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, client);
    const refused = await world.admin.call("PATCH", `${path}/${name}/status`, {
      body: { status: { conditions: [{ type: "Approved", status: "True" }] } },
      contentType: merge,
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /updates may not add a condition of type "Approved"/);
  }),
  fact("a request is not approved and denied at once, and a decision is not taken back", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, { ...client, signerName: "other.test/one" });
    const both = await world.admin.call("PATCH", `${path}/${name}/approval`, {
      body: { status: { conditions: ["Approved", "Denied"].map((type) => ({ type, status: "True" })) } },
      contentType: merge,
    });
    assert.equal(both.status, 422);
    assert.match(both.json.message, /Approved and Denied conditions are mutually exclusive/);
    assert.equal((await decide(world.admin, name, "Denied")).status, 200);
    const back = await world.admin.call("PATCH", `${path}/${name}/approval`, {
      body: { status: { conditions: [] } },
      contentType: merge,
    });
    assert.equal(back.status, 422);
    assert.match(back.json.message, /updates may not remove a condition of type "Denied"/);
  }),
  fact("a decision must be True, and gets its times", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, { ...client, signerName: "other.test/one" });
    const refused = await world.admin.call("PATCH", `${path}/${name}/approval`, {
      body: { status: { conditions: [{ type: "Approved", status: "False" }] } },
      contentType: merge,
    });
    assert.deepEqual(causes(refused), ["status.conditions[0].status"]);
    const { json } = await decide(world.admin, name, "Approved");
    const [condition] = json.status.conditions;
    assert.ok(condition.lastUpdateTime && condition.lastTransitionTime);
    assert.equal(condition.reason, "Tried");
  }),
  fact("who approves needs the right to for that signer besides", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, client);
    await bind(world, "kim", [
      { ...csrs, resources: ["certificatesigningrequests/approval"], verbs: ["update", "patch"] },
      { ...csrs, verbs: ["get"] },
    ]);
    const kim = await world.as({ user: { name: "kim" } });
    const refused = await world.eventually(async () => {
      const answer = await decide(kim, name, "Approved");
      assert.match(answer.text, /user not permitted to approve requests with signerName/);
      return answer;
    });
    assert.equal(refused.status, 403);
    await bind(world, "kim", [
      {
        apiGroups: ["certificates.k8s.io"],
        resources: ["signers"],
        resourceNames: ["kubernetes.io/*"],
        verbs: ["approve"],
      },
    ]);
    await world.eventually(async () => assert.equal((await decide(kim, name, "Approved")).status, 200));
  }),
  fact("an approved request is signed for as long as it asked, and the certificate is its holder's", async (world) => {
    const { name, key } = await ask(
      world,
      { commonName: "lena", organizations: ["one", "two"] },
      { ...client, usages: ["digital signature", "client auth"], expirationSeconds: 3600 },
    );
    await decide(world.admin, name, "Approved");
    const pem = certificateIn(await statusOf(world, name, ({ certificate }) => certificate !== undefined));
    const certificate = new X509Certificate(pem);
    assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.2"]);
    const left = certificate.validToDate.getTime() - systemClock.now();
    assert.ok(left > 3_500_000 && left <= 3_602_000, `${left} ms`);
    const lena = await world.as({ identity: { certificate: pem, key } });
    const who = await lena.call("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", { body: {} });
    assert.equal(who.status, 201, who.text);
    assert.equal(who.json.status.userInfo.username, "lena");
    assert.deepEqual(who.json.status.userInfo.groups, ["one", "two", "system:authenticated"]);
  }),
  fact("a denied request is not signed", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, client);
    assert.equal((await decide(world.admin, name, "Denied")).status, 200);
    await systemClock.sleep(300);
    const { json } = await world.admin.call("GET", `${path}/${name}`);
    assert.equal(json.status.certificate, undefined);
  }),
  fact("a request that its signer does not take fails with the reason", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, { ...client, usages: ["client auth", "server auth"] });
    await decide(world.admin, name, "Approved");
    const status = await statusOf(world, name, ({ conditions = [] }) =>
      conditions.some(({ type }) => type === "Failed"),
    );
    const failed = status.conditions.find(({ type }: Named) => type === "Failed");
    assert.equal(failed.reason, "SignerValidationFailure");
    assert.equal(status.certificate, undefined);
  }),
  fact("an unknown signer's requests are left to whoever serves it", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, { ...client, signerName: "other.test/one" });
    await decide(world.admin, name, "Approved");
    const by = await world.admin.call("PATCH", `${path}/${name}/status`, {
      body: { status: { certificate: Buffer.from("nothing").toString("base64") } },
      contentType: merge,
    });
    assert.equal(by.status, 422);
    assert.deepEqual(causes(by), ["status.certificate"]);
  }),
  fact("a certificate that is there is not replaced", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, client);
    await decide(world.admin, name, "Approved");
    const status = await statusOf(world, name, ({ certificate }) => certificate !== undefined);
    const other = certificateIn(status).replace("-----BEGIN", "\n-----BEGIN");
    const refused = await world.admin.call("PATCH", `${path}/${name}/status`, {
      body: { status: { certificate: Buffer.from(other).toString("base64") } },
      contentType: merge,
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /updates may not modify existing certificate content/);
  }),
  fact("a kubelet's request is approved without a hand when it may ask", async (world) => {
    const node = `system:node:${world.unique("node")}`;
    await bind(world, node, [
      { ...csrs, verbs: ["create"] },
      { ...csrs, resources: ["certificatesigningrequests/selfnodeclient"], verbs: ["create"] },
    ]);
    const kubelet = await world.as({ user: { name: node, groups: ["system:nodes"] } });
    const { name } = await world.eventually(async () => {
      const made = await ask(
        world,
        { commonName: node, organizations: ["system:nodes"] },
        { signerName: kubeletSigner, usages: ["digital signature", "client auth"] },
        kubelet,
      );
      assert.equal(made.answer.status, 201, made.answer.text);
      return made;
    });
    const status = await statusOf(world, name, ({ certificate }) => certificate !== undefined);
    assert.equal(status.conditions[0].reason, "AutoApproved");
    assert.match(status.conditions[0].message, /Auto approving self kubelet client certificate/);
  }),
  fact("a kubelet's serving certificate waits for a hand, and needs a name", async (world) => {
    const subject = { commonName: "system:node:n", organizations: ["system:nodes"], names: ["n.test", "10.0.0.9"] };
    const spec = { signerName: servingSigner, usages: ["digital signature", "server auth"] };
    const { name } = await ask(world, subject, spec);
    await systemClock.sleep(300);
    assert.equal((await world.admin.call("GET", `${path}/${name}`)).json.status.conditions, undefined);
    await decide(world.admin, name, "Approved");
    const pem = certificateIn(await statusOf(world, name, ({ certificate }) => certificate !== undefined));
    assert.match(new X509Certificate(pem).subjectAltName ?? "", /DNS:n\.test, IP Address:10\.0\.0\.9/);
    const without = await ask(world, { ...subject, names: [] }, spec);
    await decide(world.admin, without.name, "Approved");
    await statusOf(world, without.name, ({ conditions = [] }) => conditions.some(({ type }) => type === "Failed"));
  }),
  fact("requests are selected by their signer", async (world) => {
    const signer = `${world.unique("s")}.test/one`;
    const { name } = await ask(world, { commonName: "x" }, { ...client, signerName: signer });
    const { json } = await world.admin.call(
      "GET",
      `${path}?fieldSelector=${encodeURIComponent(`spec.signerName=${signer}`)}`,
    );
    assert.deepEqual(
      json.items.map((one: { metadata: { name: string } }) => one.metadata.name),
      [name],
    );
  }),
  fact("requests have the columns that kubectl shows", async (world) => {
    const { name } = await ask(world, { commonName: "x" }, { ...client, expirationSeconds: 86_400 });
    await decide(world.admin, name, "Approved");
    await statusOf(world, name, ({ certificate }) => certificate !== undefined);
    const { json } = await world.admin.call("GET", `${path}/${name}`, {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
    });
    assert.deepEqual(
      json.columnDefinitions.map((one: { name: string }) => one.name),
      ["Name", "Age", "SignerName", "Requestor", "RequestedDuration", "Condition"],
    );
    assert.deepEqual(json.rows[0].cells.slice(2), [clientSigner, "admin", "24h", "Approved,Issued"]);
  }),
  fact("a certificate of another authority is no proof", async (world) => {
    const now = systemClock.now();
    const validity = { key: "ec" as const, notBefore: now - 60_000, notAfter: now + 600_000 };
    const other = await issue({ commonName: "kubernetes", usage: "ca", ...validity }, systemRandom);
    const identity = await issue(
      { commonName: "admin", organizations: ["system:masters"], usage: "client", ...validity },
      systemRandom,
      other,
    );
    const stranger = await world.as({ identity });
    const refused = await stranger.call("GET", "/version");
    assert.equal(refused.status, 401);
    assert.equal(refused.json.reason, "Unauthorized");
  }),
];
