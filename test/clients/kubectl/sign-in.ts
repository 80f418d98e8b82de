import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect, type TLSSocket } from "node:tls";
import type { Place, SignIn } from "./place.ts";
import type { Kubectl } from "./run.ts";

/** A step of a client that is no command. */
export interface Step {
  what: string;
  /** @throws when it is not so. Answers why it was skipped. */
  does(): Promise<string | undefined>;
}

/** A TLS connection to a name of the cluster through the proxy, trusting what the instance trusts and nothing else. */
function dial({ proxy, authority }: SignIn, host: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const asked = plainRequest({ host: hostname, port, method: "CONNECT", path: `${host}:443` });
    asked.once("error", reject);
    asked.once("connect", (response, socket) => {
      if (response.statusCode !== 200) return reject(new Error(`the proxy answers ${response.statusCode}`));
      const secure = connect({ socket, servername: host, ca: authority }, () => resolve(secure));
      secure.once("error", reject);
    });
    asked.end();
  });
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

async function get(to: SignIn, url: URL, headers: Record<string, string>): Promise<Answer> {
  const socket = await dial(to, url.hostname);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { createConnection: () => socket, headers: { ...headers, connection: "close" } },
      (response) => {
        void text(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          reject,
        );
      },
    );
    sent.once("error", reject);
    sent.end();
  });
}

const issuerOf = ({ domain }: SignIn): string => `https://oauth-openshift.apps.${domain}`;

/** Signs in as `oc login -u NAME -p PASSWORD` does. */
async function challenge(to: SignIn, password: string): Promise<Answer> {
  const url = new URL("/oauth/authorize?client_id=openshift-challenging-client&response_type=token", issuerOf(to));
  const basic = Buffer.from(`${to.user}:${password}`).toString("base64");
  return get(to, url, { authorization: `Basic ${basic}`, "x-csrf-token": "1" });
}

function kubectl(
  { path }: Kubectl,
  config: string,
  words: string[],
): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    execFile(path, ["--kubeconfig", config, ...words], { timeout: 60_000 }, (failure, out, error) =>
      resolve({ code: failure === null ? 0 : 1, out, error }),
    );
  });
}

/** A kubeconfig that says where the cluster is and nothing of who one is. */
function withoutUser(place: Place, path: string): string {
  const config = readFileSync(place.kubeconfig, "utf8").replaceAll(/^ +client-(certificate|key)-data:.*\n/gm, "");
  const file = join(place.folder, path);
  writeFileSync(file, config.replace(/^( +)user:\s*$/m, "$1user: {}"), { mode: 0o600 });
  return file;
}

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

/** Shows a page in a browser without a window; answers what it made of it. The browser trusts the one certificate that was verified here. */
async function render(to: SignIn, place: Place, url: string, name: string): Promise<{ page: string; picture: string }> {
  const socket = await dial(to, new URL(url).hostname);
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  const key = new X509Certificate(raw).publicKey.export({ type: "spki", format: "der" });
  const folder = join(place.folder, "browser");
  mkdirSync(folder, { recursive: true });
  const picture = join(place.folder, `${name}.png`);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${folder}`,
    `--proxy-server=${to.proxy}`,
    `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
    "--window-size=900,600",
  ];
  const run = (more: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(
        chromium ?? "",
        [...flags, ...more, url],
        { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
        (failure, out) => (failure === null ? resolve(out) : reject(failure)),
      );
    });
  await run([`--screenshot=${picture}`]);
  return { page: await run(["--dump-dom"]), picture };
}

/** Signing in with the listed credentials, as people and as programs do. */
export function signingIn(place: Place, to: SignIn, clients: readonly Kubectl[]): readonly Step[] {
  let token = "";
  const page = (name: string, url: string, wanted: RegExp): Step => ({
    what: `Chromium renders the ${name}`,
    does: async () => {
      if (chromium === undefined) return "there is no Chromium on this machine";
      const made = await render(to, place, url, name.replaceAll(" ", "-"));
      assert.match(made.page, wanted);
      assert.ok(statSync(made.picture).size > 5_000, "the picture is empty");
      return undefined;
    },
  });
  return [
    {
      what: "a wrong password is challenged again",
      does: async () => {
        const { status, headers } = await challenge(to, `${to.password}x`);
        assert.equal(status, 401);
        assert.match(String(headers["www-authenticate"]), /^Basic/);
        return undefined;
      },
    },
    {
      what: "the listed password gives a token",
      does: async () => {
        const { status, headers } = await challenge(to, to.password);
        assert.equal(status, 302);
        token = new URLSearchParams(new URL(String(headers["location"])).hash.slice(1)).get("access_token") ?? "";
        assert.match(token, /^sha256~/);
        return undefined;
      },
    },
    ...clients.map(
      (one): Step => ({
        what: `${one.name} --token is an administrator by it, and nobody by another`,
        does: async () => {
          const config = withoutUser(place, `token-${one.age}`);
          const shown = await kubectl(one, config, ["--token", token, "get", "nodes"]);
          assert.match(shown.out, /-master-0 +Ready/, shown.error);
          assert.match((await kubectl(one, config, ["--token", token, "auth", "can-i", "*", "*"])).out, /^yes/);
          const refused = await kubectl(one, config, ["--token", `${token}x`, "get", "nodes"]);
          assert.match(refused.error, /Unauthorized/);
          return undefined;
        },
      }),
    ),
    page("console placeholder", `https://console-openshift-console.apps.${to.domain}/`, /OpenShift console/),
    page(
      "log-in page",
      `${issuerOf(to)}/oauth/authorize?client_id=openshift-browser-client&response_type=code&redirect_uri=${encodeURIComponent(`${issuerOf(to)}/oauth/token/display`)}`,
      /<input name="username"[\s\S]*<input name="password"/,
    ),
  ];
}
