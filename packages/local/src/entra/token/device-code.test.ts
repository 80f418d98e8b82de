import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { type Browser, openBrowser, userId } from "../testing/browser.ts";
import { base, type EntraRig, entraRig, type Seen, tenantId } from "../testing/rig.ts";

const cliId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
let rig: EntraRig;
let browser: Browser;
beforeEach(async () => {
  rig = await entraRig();
  browser = openBrowser(rig);
});

const begin = (path = `/${tenantId}/oauth2/v2.0/devicecode`, form: Record<string, string> = {}) =>
  rig.ask(path, { client_id: cliId, scope: `${base}/.default openid offline_access`, ...form });
const poll = (device_code: string, path = `/${tenantId}/oauth2/v2.0/token`) =>
  rig.ask(path, { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: cliId, device_code });
const codes = (answer: Seen) => answer.json.error_codes as number[];
const pagePath = "/common/oauth2/deviceauth";

test("a device waits until a person has typed its code and picked who they are", async () => {
  const { json } = await begin();
  assert.equal(json.verification_uri, `${base}${pagePath}`);
  assert.equal(json.interval, 5);
  assert.ok(json.message.includes(json.user_code));
  const pending = await poll(json.device_code);
  assert.equal(pending.status, 400);
  assert.equal(pending.json.error, "authorization_pending");
  const typed = ` ${json.user_code.toLowerCase()} `;
  const pick = await browser.submit(await browser.get(pagePath), { otc: typed });
  assert.match(pick.text, /Microsoft Azure CLI/);
  assert.equal((await browser.submit(pick, { user: userId(rig, "admin") })).status, 200);
  const answer = await poll(json.device_code);
  assert.equal(answer.status, 200, answer.text);
  assert.ok(answer.json.refresh_token && answer.json.id_token);
  assert.deepEqual(codes(await poll(json.device_code)), [54005]);
  assert.equal((await browser.submit(await browser.get(pagePath), { otc: json.user_code })).status, 400);
});

test("a person may decline, and a code ends after fifteen minutes", async () => {
  const declined = (await begin()).json;
  const pick = await browser.submit(await browser.get(pagePath), { otc: declined.user_code });
  await browser.submit(pick, { user: "" });
  assert.equal((await poll(declined.device_code)).json.error, "authorization_declined");
  const late = (await begin()).json;
  const latePick = await browser.submit(await browser.get(pagePath), { otc: late.user_code });
  await rig.clock.advance(900_000);
  assert.equal((await browser.submit(latePick, { user: userId(rig, "admin") })).status, 400);
  assert.equal((await poll(late.device_code)).json.error, "expired_token");
  assert.equal((await browser.submit(await browser.get(pagePath), { otc: late.user_code })).status, 400);
});

test("only public clients get device codes; another client's code is nobody's", async () => {
  const { appId } = rig.directory.ensure({ displayName: "confidential" });
  assert.deepEqual(codes(await begin(undefined, { client_id: appId })), [7000218]);
  assert.deepEqual(codes(await begin(undefined, { scope: "" })), [900144]);
  const { json } = await begin();
  const other = await rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "device_code",
    client_id: "1950a258-227b-4e31-a9cf-717495945fc2",
    device_code: json.device_code,
  });
  assert.equal(other.json.error, "bad_verification_code");
});

test("AD FS and version 1 have device codes too, as older clients read them", async () => {
  const adfs = await begin("/adfs/oauth2/devicecode");
  assert.equal(adfs.json.verification_uri, `${base}${pagePath}`);
  const v1 = await begin(`/common/oauth2/devicecode`, { resource: base });
  assert.equal(v1.json.verification_url, `${base}${pagePath}`);
  assert.equal(v1.json.expires_in, "900");
});

test("a code is taken from the address, and what was typed wrong is shown again", async () => {
  assert.match((await browser.get(`${pagePath}?otc=ABC`)).text, /value="ABC"/);
  const wrong = await browser.submit(await browser.get(pagePath), { otc: '"><script>' });
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /value="&quot;&gt;&lt;script&gt;"/);
  assert.match(wrong.text, /role="alert"/);
});
