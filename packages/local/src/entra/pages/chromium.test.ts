import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type RunningCloud, runCloud } from "../../testing/running-cloud.ts";

// A real browser holds cookies, redirects and the pages' policy to its own rules.
const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((one) =>
  existsSync(one),
);
const skip = program === undefined ? "no Chromium is installed" : false;

let cloud: RunningCloud;
let chromium: ChildProcess;
let home: string;
let page: Page;

interface Page {
  open(url: string): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the page computes
  run(expression: string): Promise<any>;
  close(): void;
}

before(async () => {
  if (program === undefined) return;
  cloud = await runCloud();
  home = mkdtempSync(join(tmpdir(), "aro-chromium-"));
  const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", "--no-proxy-server"];
  chromium = spawn(program, [...args, "--remote-debugging-port=0", `--user-data-dir=${home}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: home },
  });
  page = await attach(await debuggerOf(chromium));
});
after(async () => {
  if (program === undefined) return;
  page.close();
  const ended = new Promise((resolve) => chromium.once("exit", resolve));
  chromium.kill();
  await ended;
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  await cloud[Symbol.asyncDispose]();
});

/** Where Chromium may be steered: it says so on stderr. */
const debuggerOf = ({ stderr }: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    stderr?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const address = /listening on ws:\/\/([^/]+)\//.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr?.on("end", () => reject(new Error(text)));
  });

async function attach(address: string): Promise<Page> {
  const targets = (await (await fetch(`http://${address}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? "");
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  let last = 0;
  const send = (method: string, params: object = {}): Promise<{ result?: { value?: unknown } }> =>
    new Promise((resolve) => {
      const id = ++last;
      const take = ({ data }: MessageEvent) => {
        const message = JSON.parse(String(data)) as { id?: number; result: { result?: { value?: unknown } } };
        if (message.id !== id) return;
        socket.removeEventListener("message", take);
        resolve(message.result);
      };
      socket.addEventListener("message", take);
      socket.send(JSON.stringify({ id, method, params }));
    });
  return {
    open: async (url) => void (await send("Page.navigate", { url })),
    run: async (expression) => (await send("Runtime.evaluate", { expression, returnByValue: true })).result?.value,
    close: () => socket.close(),
  };
}

/** Waits until an expression of the page is true. */
async function until(expression: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await page.run(`document.readyState === "complete" && Boolean(${expression})`)) === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`never true: ${expression}\n${await page.run("document.documentElement.outerHTML")}`);
}

/** A client at a loopback address, and what it is brought. */
async function client(): Promise<AsyncDisposable & { uri: string; brought: Promise<URLSearchParams> }> {
  const taken = Promise.withResolvers<URLSearchParams>();
  const read = async (incoming: IncomingMessage) => {
    let body = "";
    for await (const chunk of incoming) body += String(chunk);
    const { searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    return incoming.method === "POST" ? new URLSearchParams(body) : searchParams;
  };
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((parameters) => {
      if (parameters.has("state")) taken.resolve(parameters);
      outgoing.end("<title>back at the client</title>");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://localhost:${(server.address() as AddressInfo).port}`,
    brought: taken.promise,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const authorize = (uri: string, more: Record<string, string>) =>
  `${cloud.emulator.base}/${cloud.emulator.identities.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    redirect_uri: uri,
    response_type: "code",
    scope: "openid",
    state: "s",
    ...more,
  })}`;

test("a person picks by keyboard, and the browser follows to the client; the next time it goes there by itself", {
  skip,
}, async () => {
  await using first = await client();
  await page.open(authorize(first.uri, { login_hint: "sre@aro.test" }));
  await until("document.title === 'Sign in'");
  assert.equal(await page.run("document.activeElement.innerText.includes('sre@aro.test')"), true);
  assert.equal(await page.run("document.cookie"), "");
  await page.run("document.activeElement.click()");
  assert.ok((await first.brought).get("code"));
  await until("document.title === 'back at the client'");
  await using second = await client();
  await page.open(authorize(second.uri, {}));
  assert.ok((await second.brought).get("code"));
});

test("an answer in a form sends itself to the client", { skip }, async () => {
  await using back = await client();
  await page.open(authorize(back.uri, { response_mode: "form_post", prompt: "select_account" }));
  await until("document.title === 'Sign in'");
  await page.run("document.querySelector('button').click()");
  assert.ok((await back.brought).get("code"));
});

test("the page says what it is to those who do not see it, in light and dark", { skip }, async () => {
  await page.open(`${cloud.emulator.base}/common/oauth2/deviceauth`);
  await until("document.title === 'Enter code'");
  assert.equal(await page.run("document.documentElement.lang"), "en");
  assert.equal(await page.run("document.querySelectorAll('main h1').length"), 1);
  assert.equal(await page.run("document.querySelector('input').labels[0].innerText"), "Code");
  await page.run("document.querySelector('input').value = 'WRONG'; document.querySelector('button').click()");
  await until("document.querySelector('[role=alert]')");
  assert.equal(await page.run("document.querySelector('input').getAttribute('aria-describedby')"), "problem");
});
