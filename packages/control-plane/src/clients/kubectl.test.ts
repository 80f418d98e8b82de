import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, describe, test } from "node:test";
import { type ClientWorld, startClientWorld } from "./testing/world.ts";

/** Where clients of different ages are looked for: 1.20 speaks SPDY only, newer ones WebSocket. */
const places: Readonly<Record<string, readonly string[]>> = {
  "kubectl 1.20": ["/tmp/k120/usr/bin/kubectl", "/usr/bin/kubectl"],
  "kubectl of the newest release": [
    join(process.env["KUBEBUILDER_ASSETS"] ?? "/nowhere", "kubectl"),
    join(homedir(), ".cache/aro/kube-assets/v1.36.3/kubectl"),
  ],
};
const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

interface Outcome {
  code: number;
  out: string;
  err: string;
}

const clients = Object.entries(places).map(([name, paths]) => ({ name, program: paths.find(isProgram) }));
const world: ClientWorld | undefined = clients.some(({ program }) => program !== undefined)
  ? await startClientWorld()
  : undefined;
after(() => world?.[Symbol.asyncDispose]());

for (const { name, program = "" } of clients)
  describe(name, { skip: program === "" ? "this client is not on the machine" : false, timeout: 60_000 }, async () => {
    if (program === "" || world === undefined) return;
    const { kubeconfig, eventually } = world;
    const suffix = name.includes("1.20") ? "old" : "new";
    const run = (words: readonly string[], input = ""): Promise<Outcome> =>
      new Promise((done) => {
        const child = execFile(
          program,
          ["--kubeconfig", kubeconfig, ...words],
          { timeout: 15_000, maxBuffer: 16 * 1024 * 1024 },
          (error, out, err) => done({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
        );
        child.stdin?.end(input);
      });
    const good = async (...words: string[]): Promise<string> => {
      const { code, out, err } = await run(words);
      assert.equal(code, 0, err);
      return out;
    };
    const pod = `web-${suffix}`;
    await good("run", pod, "--image=registry/web", "--port=8080", "--labels", `app=${pod}`);
    await good("create", "configmap", `settings-${suffix}`, "--from-literal=color=blue");
    await eventually(async () => assert.match(await good("get", "pod", pod), /1\/1 +Running/));

    test("logs are shown, with times, and by the last lines", async () => {
      assert.match(await good("logs", pod), /^starting /);
      assert.match(await good("logs", "--timestamps", pod), /^\d{4}-\d\d-\d\dT[\d:.]+Z starting /);
      assert.equal((await good("logs", "--tail=1", pod)).trim().split("\n").length, 1);
    });

    test("logs -f goes on with lines as they come and ends with the container", async () => {
      const task = `task-${suffix}`;
      await good("run", task, "--image=busybox", "--restart=Never", "--", "sh", "-c", "echo one; sleep 1; echo two");
      await eventually(async () => assert.match(await good("logs", task), /one/));
      assert.equal(await good("logs", "-f", task), "one\ntwo\n");
    });

    test("exec tells stdout, stderr and the exit code apart", async () => {
      const { code, out, err } = await run(["exec", pod, "--", "sh", "-c", "hostname; nonsense; exit 7"]);
      assert.deepEqual([code, out], [7, `${pod}\n`]);
      assert.match(err, /nonsense: not found\n[\s\S]*exit code 7/);
    });

    test("exec carries stdin to its end and much output whole", async () => {
      const input = "0123456789abcdef\n".repeat(100_000);
      const { code, out } = await run(["exec", "-i", pod, "--", "cat"], input);
      assert.equal(code, 0);
      assert.equal(out === input, true, `${out.length} of ${input.length} came back`);
    });

    test("exec finds the account's token and namespace mounted", async () => {
      const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
      assert.equal(await good("exec", pod, "--", "cat", `${folder}/namespace`), "default");
      assert.match(await good("exec", pod, "--", "cat", `${folder}/token`), /^[\w-]+\.[\w-]+\.[\w-]+$/);
      assert.match(await good("exec", pod, "--", "cat", `${folder}/ca.crt`), /BEGIN CERTIFICATE/);
    });

    test("exec in a container that there is not is refused", async () => {
      const { code, err } = await run(["exec", "-c", "other", pod, "--", "ls"]);
      assert.notEqual(code, 0);
      assert.match(err, /container other is not valid for pod|container not found/);
    });

    test("exec in a pod that waits is refused in a kubelet's words", async () => {
      const waiting = `waiting-${suffix}`;
      await good("run", waiting, "--image=x", "--overrides", overrides(waiting));
      await eventually(async () => assert.match(await good("get", "pod", waiting), /ContainerCreating/));
      const { err } = await run(["exec", waiting, "--", "ls"]);
      assert.match(err, /unable to upgrade connection: container not found \("main"\)/);
      const logs = await run(["logs", waiting]);
      assert.match(
        logs.err,
        new RegExp(`BadRequest.*container "main" in pod "${waiting}" is waiting to start: ContainerCreating`),
      );
    });

    test("port-forward reaches a pod's port, many times over one session", async () => {
      await using forward = await forwarding(program, kubeconfig, [pod, ":8080"]);
      for (const path of ["/one", "/two"])
        assert.equal(await fetchText(forward.port, path), `GET ${path} answered by pod default/${pod}\n`);
    });

    test("port-forward reaches a real process behind a pod, and half-closed connections still answer", async () => {
      const server = createServer((_, response) => response.end("a real process")).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      world.kubelets.get("worker-0")?.container("default", pod)?.listen(9_000, port);
      world.kubelets.get("worker-1")?.container("default", pod)?.listen(9_000, port);
      try {
        await using forward = await forwarding(program, kubeconfig, [pod, ":9000"]);
        assert.equal(await fetchText(forward.port, "/"), "a real process");
        const socket = connect({ port: forward.port, host: "127.0.0.1", allowHalfOpen: true });
        socket.end("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert.match(await text(socket), /a real process$/);
      } finally {
        server.close();
      }
    });

    test("port-forward to a port at which nobody listens tells so", async () => {
      await using forward = await forwarding(program, kubeconfig, [pod, ":9999"]);
      await assert.rejects(fetchText(forward.port, "/"));
      await eventually(() => assert.match(forward.told(), /9999: connect: connection refused/));
    });

    test("attach shows what the container says from now on", async () => {
      const child = spawn(program, ["--kubeconfig", kubeconfig, "attach", pod]);
      let out = "";
      child.stdout.on("data", (part: Buffer) => {
        out += part.toString();
      });
      await eventually(() => {
        for (const node of ["worker-0", "worker-1"])
          world.kubelets.get(node)?.container("default", pod)?.log("said while attached");
        assert.match(out, /said while attached\n/);
      });
      child.kill();
    });

    test("top shows nodes and pods", async () => {
      assert.match(await good("top", "nodes"), /worker-0 +\d+m +\d+% +\d+Mi +\d+%/);
      await eventually(async () => assert.match(await good("top", "pods"), new RegExp(`${pod} +\\d+m +\\d+Mi`)));
    });

    test("describe shows a pod with its events and a node with its pods", async () => {
      const described = await good("describe", "pod", pod);
      for (const reason of ["Pulled", "Created", "Started"]) assert.match(described, new RegExp(`Normal +${reason} `));
      const { out } = await run(["get", "pod", pod, "-o", "jsonpath={.spec.nodeName}"]);
      const node = await good("describe", "node", out);
      assert.match(node, /Ready +True .* KubeletReady/);
      assert.match(node, new RegExp(`default +${pod}`));
    });

    test("drain moves a deployment's pods to the other node, cordon keeps new ones away", async () => {
      const title = `moving-${suffix}`;
      await good("create", "deployment", title, "--image=x");
      await good("scale", `deployment/${title}`, "--replicas=3");
      await good("rollout", "status", `deployment/${title}`, "--timeout=10s");
      await good("drain", "worker-0", `--pod-selector=app=${title}`);
      await good("rollout", "status", `deployment/${title}`, "--timeout=10s");
      const nodes = await good("get", "pods", "-l", `app=${title}`, "-o", "jsonpath={.items[*].spec.nodeName}");
      assert.deepEqual(new Set(nodes.split(" ")), new Set(["worker-1"]));
      await good("uncordon", "worker-0");
      await good("delete", "deployment", title, "--wait=false");
    });
  });

const overrides = (name: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    spec: {
      containers: [{ name: "main", image: "x", volumeMounts: [{ name: "held", mountPath: "/held" }] }],
      volumes: [{ name: "held", configMap: { name: `missing-${name}` } }],
    },
  });

async function fetchText(port: number, path: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n`);
  const answer = await text(socket);
  const at = answer.indexOf("\r\n\r\n");
  if (at < 0) throw new Error(`no answer: ${answer}`);
  const chunked = /transfer-encoding: chunked/i.test(answer.slice(0, at));
  const body = answer.slice(at + 4);
  return chunked ? body.replaceAll(/(?:^|\r\n)[0-9a-f]+\r\n/g, "").replace(/\r\n$/, "") : body;
}

async function forwarding(program: string, kubeconfig: string, words: readonly string[]) {
  const child: ChildProcess = spawn(program, ["--kubeconfig", kubeconfig, "port-forward", ...words]);
  let told = "";
  const port = await new Promise<number>((done, fail) => {
    const take = (part: Buffer) => {
      told += part.toString();
      const [, found] = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(told) ?? [];
      if (found !== undefined) done(Number(found));
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.once("exit", () => fail(new Error(told)));
  });
  return {
    port,
    told: () => told,
    [Symbol.asyncDispose]: async () => {
      child.kill();
    },
  };
}
