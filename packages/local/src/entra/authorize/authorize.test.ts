import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import { createLocalJWKSet, jwtVerify } from "jose";
import { keySet } from "../discovery.ts";
import { type Browser, followed, openBrowser, pkce, userId } from "../testing/browser.ts";
import { base, type EntraRig, entraRig, type Seen, tenantId } from "../testing/rig.ts";

const webId = "66666666-6666-4666-8666-666666666666";
const cliId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const callback = "https://localhost:8444/callback";
let rig: EntraRig;
let browser: Browser;
beforeEach(async () => {
  rig = await entraRig();
  browser = openBrowser(rig);
  const { applicationObjectId } = rig.directory.ensure({ appId: webId, displayName: "portal <b>" });
  rig.directory.objects.change(applicationObjectId, {
    members: {
      web: { redirectUris: [callback], implicitGrantSettings: { enableIdTokenIssuance: true } },
      groupMembershipClaims: "SecurityGroup",
    },
  });
  rig.directory.addSecret(webId, { value: "right" });
});

type Changes = Record<string, string | undefined>;
const place = (changes: Changes = {}, form: "v1" | "v2" | "adfs" = "v2", tenant: string = tenantId) => {
  const parameters = {
    client_id: webId,
    redirect_uri: callback,
    response_type: "code",
    ...(form === "v1" ? { resource: base } : { scope: "openid profile offline_access" }),
    state: "s t&te",
    nonce: "n1",
    ...changes,
  };
  const pairs = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const path = form === "v2" ? "oauth2/v2.0" : "oauth2";
  return `/${form === "adfs" ? "adfs" : tenant}/${path}/authorize?${new URLSearchParams(pairs)}`;
};
const signIn = async (name: string, changes?: Changes) =>
  browser.submit(await browser.get(place(changes)), { user: userId(rig, name) });
const redeem = (parameters: Changes, path = `/${tenantId}/oauth2/v2.0/token`) => {
  const all = { grant_type: "authorization_code", client_id: webId, redirect_uri: callback, ...parameters };
  return rig.ask(path, Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => !!pair[1])));
};
const verify = async (token: string, audience: string) =>
  (
    await jwtVerify(token, createLocalJWKSet(keySet(rig.deps) as never), {
      currentDate: new Date(rig.clock.now()),
      audience,
    })
  ).payload;
const codes = (answer: Seen) => answer.json.error_codes as number[];

test("a person picks who they are, and the client gets tokens that tell of them (spec 05 §2.2)", async () => {
  const page = await browser.get(place());
  assert.equal(page.status, 200);
  assert.match(page.text, /Ada Admin/);
  assert.match(page.text, /portal &lt;b&gt;/);
  const { place: where, parameters } = followed(await browser.submit(page, { user: userId(rig, "sre") }));
  assert.equal(where, callback);
  assert.equal(parameters.get("state"), "s t&te");
  const answer = await redeem({ code: parameters.get("code") ?? "", client_secret: "right", client_info: "1" });
  assert.equal(answer.status, 200, answer.text);
  const claims = await verify(answer.json.id_token, webId);
  const objects = rig.directory.objects;
  const groups = ["SRE", "SRE elevated"].map((displayName) => [...objects.list("group", { displayName })][0]?.id);
  assert.equal(claims.iss, `${base}/${tenantId}/v2.0`);
  assert.equal(claims["nonce"], "n1");
  assert.equal(claims["preferred_username"], "sre@aro.test");
  assert.deepEqual(new Set(claims["groups"] as string[]), new Set(groups));
  assert.equal(claims["oid"], userId(rig, "sre"));
  assert.equal(claims["tid"], tenantId);
  const info = JSON.parse(Buffer.from(answer.json.client_info, "base64url").toString());
  assert.deepEqual(info, { uid: userId(rig, "sre"), utid: tenantId });
  assert.ok(answer.json.refresh_token);
});

test("a code is good once, for its client, its address and ten minutes", async () => {
  const { parameters } = followed(await signIn("admin"));
  const code = parameters.get("code") ?? "";
  assert.deepEqual(codes(await redeem({ code: "garbage", client_secret: "right" })), [70000]);
  assert.deepEqual(codes(await redeem({ code, client_secret: "wrong" })), [7000215]);
  assert.deepEqual(codes(await redeem({ code })), [7000218]);
  assert.deepEqual(codes(await redeem({ code, client_id: cliId })), [70000]);
  assert.deepEqual(codes(await redeem({ code, redirect_uri: `${callback}/` })), [500112]);
  assert.deepEqual(codes(await redeem({ code, client_secret: "right", code_verifier: "v" })), [501481]);
  assert.equal((await redeem({ code, client_secret: "right" })).status, 200);
  const again = await redeem({ code, client_secret: "right" });
  assert.deepEqual(codes(again), [54005]);
  assert.equal(again.json.error, "invalid_grant");
  const later = followed(await browser.get(place())).parameters.get("code") ?? "";
  await rig.clock.advance(600_000);
  assert.deepEqual(codes(await redeem({ code: later, client_secret: "right" })), [70008]);
});

test("a public client at the loopback needs PKCE's verifier and no secret, whatever the port", async () => {
  const { verifier, challenge } = pkce();
  const redirect_uri = "http://localhost:40123";
  const changes = {
    client_id: cliId,
    redirect_uri,
    scope: `${base}//.default openid offline_access`,
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  const { parameters, place: where } = followed(await signIn("admin", changes));
  assert.equal(where, `${redirect_uri}/`);
  const code = parameters.get("code") ?? "";
  const ask = (more: Changes) => redeem({ code, client_id: cliId, redirect_uri, ...more });
  assert.deepEqual(codes(await ask({})), [900144]);
  assert.deepEqual(codes(await ask({ code_verifier: `${verifier}x` })), [501481]);
  assert.deepEqual(codes(await ask({ code_verifier: verifier, client_secret: "x" })), [700025]);
  const answer = await ask({ code_verifier: verifier });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.scope, `${base}//user_impersonation ${base}//.default`);
  const claims = await verify(answer.json.access_token, `${base}/`);
  assert.equal(claims["upn"], "admin@aro.test");
  assert.equal(claims["scp"], "user_impersonation");
  assert.equal(claims["idtyp"], "user");
  assert.equal(claims["appid"], cliId);
  assert.equal(claims["appidacr"], "0");
  assert.match(String(claims["puid"]), /^1003[0-9A-F]{12}$/);
  assert.ok((claims["wids"] as string[]).includes("62e90394-69f5-4237-9190-012177145e10"));
  assert.equal((claims["groups"] as string[]).length, 1);
  const refreshed = await rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "refresh_token",
    client_id: cliId,
    refresh_token: answer.json.refresh_token,
    scope: `${base}/graph/.default`,
  });
  assert.equal(refreshed.status, 200, refreshed.text);
  const graph = await verify(refreshed.json.access_token, `${base}/graph`);
  assert.equal(graph["oid"], claims["oid"]);
  assert.equal(graph["groups"], undefined);
  assert.notEqual(graph.sub, claims.sub);
});

test("a session signs in again without the page, and prompt says otherwise", async () => {
  assert.equal(followed(await browser.get(place({ prompt: "none" }))).parameters.get("error"), "login_required");
  await signIn("reader");
  assert.ok(followed(await browser.get(place())).parameters.get("code"));
  assert.ok(followed(await browser.get(place({ prompt: "none" }))).parameters.get("code"));
  for (const prompt of ["login", "select_account", "consent"])
    assert.equal((await browser.get(place({ prompt }))).status, 200, prompt);
  assert.equal((await browser.get(place({ login_hint: "SRE@aro.test" }))).status, 200);
  assert.equal(followed(await browser.get(place({ login_hint: "READER@aro.test" }))).place, callback);
  rig.directory.objects.remove(userId(rig, "reader"));
  assert.equal((await browser.get(place())).status, 200);
});

test("a hint comes first on the page; one that nobody has is said to be nobody's", async () => {
  const hinted = await browser.get(place({ login_hint: "support@aro.test" }));
  assert.match(hinted.text, /autofocus[^>]*>\s*<span>Sue Support/);
  assert.match((await browser.get(place({ login_hint: "<script>" }))).text, /There is no user &lt;script&gt;/);
});

test("what is not the application's address is told to the person, everything else to the client", async () => {
  for (const [changes, code] of [
    [{ client_id: undefined }, 900144],
    [{ client_id: tenantId }, 700016],
    [{ redirect_uri: undefined }, 900971],
    [{ redirect_uri: "https://localhost:8445/callback" }, 50011],
    [{ redirect_uri: `${callback}?x` }, 50011],
    [{ redirect_uri: "javascript:alert(1)" }, 50011],
    [{ client_id: cliId, redirect_uri: "http://localhost.evil.test" }, 50011],
    [{ client_id: cliId, redirect_uri: "http://a@localhost" }, 50011],
  ] as const) {
    const answer = await browser.get(place(changes));
    assert.equal(answer.status, 400, JSON.stringify(changes));
    assert.match(answer.headers["content-type"] ?? "", /html/);
    assert.match(answer.text, new RegExp(`AADSTS${code}:`));
    assert.equal(answer.headers["location"], undefined);
  }
  for (const [changes, error, code] of [
    [{ response_type: undefined }, "invalid_request", 900144],
    [{ response_type: "token" }, "unsupported_response_type", 700051],
    [{ response_type: "id_token token" }, "unsupported_response_type", 700051],
    [{ response_type: "other" }, "invalid_request", 9002313],
    [{ response_type: "id_token", nonce: undefined }, "invalid_request", 900144],
    [{ response_type: "id_token", response_mode: "query" }, "unsupported_response_mode", 70007],
    [{ response_mode: "other" }, "unsupported_response_mode", 70007],
    [{ scope: undefined }, "invalid_request", 900144],
    [{ scope: `${base}/.default ${base}/graph/.default` }, "invalid_request", 28000],
    [{ scope: "https://x/.default" }, "invalid_resource", 500011],
    [{ scope: `${base}/other` }, "invalid_client", 650053],
    [{ prompt: "create" }, "invalid_request", 90023],
    [{ code_challenge: "short" }, "invalid_request", 501491],
    [{ code_challenge: pkce().challenge, code_challenge_method: "S512" }, "invalid_request", 9002313],
  ] as const) {
    const { place: where, parameters } = followed(await browser.get(place(changes)));
    assert.equal(where, callback);
    assert.equal(parameters.get("error"), error, JSON.stringify(changes));
    assert.match(parameters.get("error_description") ?? "", new RegExp(`^AADSTS${code}: `));
    assert.equal(parameters.get("state"), "s t&te");
  }
});

test("an id token comes in the fragment or a form, with the hash of its code, when the application allows it", async () => {
  const { parameters } = followed(await signIn("admin", { response_type: "code id_token" }));
  const claims = await verify(parameters.get("id_token") ?? "", webId);
  const hash = createHash("sha256")
    .update(parameters.get("code") ?? "")
    .digest()
    .subarray(0, 16);
  assert.equal(claims["c_hash"], hash.toString("base64url"));
  const posted = await browser.get(place({ response_type: "id_token", response_mode: "form_post" }));
  assert.equal(posted.status, 200);
  assert.match(posted.text, /<form method="post" action="https:\/\/localhost:8444\/callback"/);
  assert.match(posted.text, /name="id_token" value="ey/);
  const nonce = /<script nonce="([^"]+)">/.exec(posted.text)?.[1];
  assert.match(posted.headers["content-security-policy"] ?? "", new RegExp(`script-src 'nonce-${nonce}'`));
  const { error } = Object.fromEntries(
    followed(
      await browser.get(place({ client_id: cliId, redirect_uri: "http://localhost", response_type: "id_token" })),
    ).parameters,
  );
  assert.equal(error, "unsupported_response_type");
});

test("the page is sent by the browser it was shown to, once, from our own origin", async () => {
  const page = await browser.get(place());
  assert.match(page.headers["content-security-policy"] ?? "", /frame-ancestors 'none'/);
  assert.match(page.headers["set-cookie"] ?? "", /^__Host-.*; Secure; HttpOnly; SameSite=Lax$/);
  const user = userId(rig, "admin");
  const stranger = openBrowser(rig);
  await stranger.get(place());
  for (const attempt of [
    () => stranger.submit(page, { user }),
    () => openBrowser(rig).submit(page, { user }),
    () => browser.submit(page, { user }, { origin: "https://evil.test" }),
    () => browser.submit(page, { user, flow: "x" }),
  ])
    assert.equal((await attempt()).status, 400);
  assert.equal((await browser.submit(page, { user: "nobody" })).status, 400);
  const second = await browser.get(place());
  assert.equal((await browser.submit(second, { user })).status, 302);
  assert.equal((await browser.submit(second, { user })).status, 400);
});

test("who cancels sends the client access_denied", async () => {
  const { parameters } = followed(await browser.submit(await browser.get(place()), { user: "" }));
  assert.equal(parameters.get("error"), "access_denied");
  assert.equal(parameters.get("code"), null);
});

test("version 1 and AD FS sign people in too, each in its own style", async () => {
  for (const [form, path, iss] of [
    ["v1", `/${tenantId}/oauth2/token`, `${base}/${tenantId}/`],
    ["adfs", "/adfs/oauth2/token", `${base}/adfs`],
  ] as const) {
    const changes = form === "adfs" ? { scope: `openid ${base}/.default` } : {};
    const page = await browser.get(place({ ...changes, prompt: "login" }, form));
    const { parameters } = followed(await browser.submit(page, { user: userId(rig, "admin") }));
    const answer = await redeem({ code: parameters.get("code") ?? "", client_secret: "right" }, path);
    assert.equal(answer.status, 200, answer.text);
    const claims = await verify(answer.json.id_token, webId);
    assert.equal(claims.iss, iss);
    assert.equal(claims["upn"], "admin@aro.test");
    assert.equal((await verify(answer.json.access_token, base))["upn"], "admin@aro.test");
    assert.equal(typeof answer.json.expires_in, form === "v1" ? "string" : "number");
  }
});

test("people sign in at the shared authorities too; at another tenant, and for consumers, nobody does", async () => {
  assert.equal((await browser.get(place({}, "v2", "organizations"))).status, 200);
  assert.equal((await browser.get(place({}, "v2", "common"))).status, 200);
  assert.match((await browser.get(place({}, "v2", "consumers"))).text, /AADSTS50059/);
  assert.match((await browser.get(place({}, "v2", webId))).text, /AADSTS90002/);
});

test("signing out ends the session, and leads back only to an address of the application", async () => {
  await signIn("admin");
  const out = (query: string) => browser.get(`/${tenantId}/oauth2/v2.0/logout?${query}`);
  assert.equal((await out("post_logout_redirect_uri=https://evil.test")).status, 200);
  assert.equal((await browser.get(place())).status, 200);
  const back = await out(
    new URLSearchParams({ post_logout_redirect_uri: callback, client_id: webId, state: "x" }).toString(),
  );
  assert.equal(back.headers["location"], `${callback}?state=x`);
});

test("userinfo tells who a Graph token was given to, and takes no other token", async () => {
  const { parameters } = followed(await signIn("admin", { scope: "openid profile email" }));
  const { json } = await redeem({ code: parameters.get("code") ?? "", client_secret: "right" });
  const ask = (token: string) => rig.ask("/graph/oidc/userinfo", undefined, { authorization: `Bearer ${token}` });
  const info = (await ask(json.access_token)).json;
  assert.equal(info.name, "Ada Admin");
  assert.equal(info.email, "admin@aro.test");
  assert.equal((await ask(json.id_token)).status, 401);
  assert.equal((await ask("x")).status, 401);
});

test("more than two hundred groups are not in the token: it says where to ask", async () => {
  const user = userId(rig, "reader");
  for (let index = 0; index <= 200; index++) {
    const { id } = rig.directory.objects.add({ kind: "group", displayName: `g${index}` });
    rig.directory.links.add("member", id, user);
  }
  const { parameters } = followed(await signIn("reader"));
  const { json } = await redeem({ code: parameters.get("code") ?? "", client_secret: "right" });
  const claims = await verify(json.id_token, webId);
  assert.equal(claims["groups"], undefined);
  assert.deepEqual(claims["_claim_names"], { groups: "src1" });
});

test("garbage gets no page, no code and no 5xx", async () => {
  const names = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "nonce",
    "prompt",
    "code_challenge",
    "x",
  ];
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(webId, callback, "code", "openid", "none", "query", `${base}/.default`),
  );
  const query = fc.array(fc.tuple(fc.constantFrom(...names), word), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      query,
      fc.string(),
      fc.constantFrom("adfs", tenantId, "common", "%00"),
      async (pairs, cookie, tenant) => {
        const sent = new URLSearchParams(pairs);
        fc.pre(
          !(
            sent.get("client_id") === webId &&
            sent.get("redirect_uri") === callback &&
            sent.get("response_type") === "code"
          ),
        );
        for (const path of [`/${tenant}/oauth2/authorize`, `/${tenant}/oauth2/v2.0/authorize`]) {
          if (tenant === "adfs" && path.includes("v2.0")) continue;
          const answer = await rig.ask(`${path}?${sent}`, undefined, { cookie });
          assert.ok(answer.status === 302 || (answer.status >= 400 && answer.status < 500), answer.text);
          if (answer.status === 302) assert.ok(followed(answer).parameters.get("error"));
        }
        for (const path of [`/${tenant}/login`, `/${tenant}/oauth2/deviceauth`]) {
          const { status } = await rig.ask(path, sent.toString(), { cookie });
          assert.ok(status >= 400 && status < 500);
        }
      },
    ),
  );
});
