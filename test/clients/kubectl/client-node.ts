import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { systemClock } from "@aro/runtime";
import {
  CoreV1Api,
  CustomObjectsApi,
  Exec,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  type V1ConfigMap,
  type V1Status,
} from "@kubernetes/client-node";
import type { Place } from "./place.ts";
import type { Step } from "./sign-in.ts";

const namespace = "client-node";

async function eventually(look: () => unknown, seconds = 30): Promise<void> {
  for (const until = systemClock.monotonic() + seconds * 1000; ; ) {
    try {
      await look();
      return;
    } catch (error) {
      if (systemClock.monotonic() > until) throw error;
      await systemClock.sleep(100);
    }
  }
}

/** The official client by the kubeconfig as it is, its proxy in it. */
export function clientNode(place: Place): readonly Step[] {
  const config = new KubeConfig();
  config.loadFromFile(place.kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const step = (what: string, does: () => Promise<void>): Step => ({
    what: `client-node: ${what}`,
    does: async () => {
      await does();
      return undefined;
    },
  });
  const wanted = (color: string): KubernetesObject & { data: object } => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace },
    data: { color },
  });
  const apply = (color: string, force: boolean, by = "tester") =>
    objects.patch(wanted(color), undefined, undefined, by, force, PatchStrategy.ServerSideApply);
  return [
    step("lists nodes and cluster operators", async () => {
      const { items } = await core.listNode();
      assert.equal(items.length, 6);
      const { items: operators } = (await config.makeApiClient(CustomObjectsApi).listClusterCustomObject({
        group: "config.openshift.io",
        version: "v1",
        plural: "clusteroperators",
      })) as { items: unknown[] };
      assert.ok(operators.length > 30);
    }),
    step("pages through a long list", async () => {
      const names: string[] = [];
      let next: string | undefined;
      do {
        const page = await core.listPodForAllNamespaces({ limit: 50, ...(next ? { _continue: next } : {}) });
        names.push(...page.items.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`));
        next = page.metadata?._continue;
      } while (next);
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.length > 50);
    }),
    step("applies by the server, and conflicts with another", async () => {
      await core.createNamespace({ body: { metadata: { name: namespace } } });
      await apply("blue", false);
      await assert.rejects(apply("red", false, "other"), /[Cc]onflict/);
      await apply("red", true, "other");
      assert.deepEqual((await core.readNamespacedConfigMap({ namespace, name: "settings" })).data, { color: "red" });
    }),
    step("an informer sees what comes, changes and goes", async () => {
      const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
        core.listNamespacedConfigMap({ namespace }),
      );
      const seen: string[] = [];
      for (const verb of ["add", "update", "delete"] as const)
        informer.on(verb, (one) => void seen.push(`${verb} ${one.metadata?.name} ${one.data?.["color"] ?? ""}`));
      await informer.start();
      try {
        await eventually(() => assert.ok(seen.includes("add settings red"), seen.join()));
        await apply("green", true, "other");
        await eventually(() => assert.ok(seen.includes("update settings green"), seen.join()));
        await core.deleteNamespacedConfigMap({ namespace, name: "settings" });
        await eventually(() => assert.ok(seen.includes("delete settings green"), seen.join()));
      } finally {
        await informer.stop();
      }
    }),
    step("executes in a pod, its input and its exit code carried", async () => {
      await core.createNamespacedPod({
        namespace,
        body: { metadata: { name: "shell" }, spec: { containers: [{ name: "app", image: "registry.test/shell" }] } },
      });
      await eventually(async () => {
        const pod = await core.readNamespacedPod({ namespace, name: "shell" });
        assert.equal(pod.status?.phase, "Running");
      });
      const run = async (command: string[], input = "") => {
        const [out, stdin] = [new PassThrough(), new PassThrough()];
        const shown = text(out);
        stdin.end(input);
        const status = await new Promise<V1Status>((done, fail) => {
          new Exec(config)
            .exec(namespace, "shell", "app", command, out, null, stdin, false, done)
            .then(undefined, fail);
        });
        out.end();
        return { status, shown: await shown };
      };
      assert.equal((await run(["cat"], "typed in")).shown, "typed in");
      const { status } = await run(["sh", "-c", "exit 4"]);
      assert.deepEqual(status.details?.causes, [{ reason: "ExitCode", message: "4" }]);
    }),
    step("removes its namespace and all in it", async () => {
      await core.deleteNamespace({ name: namespace });
      await eventually(async () => {
        const { items } = await core.listNamespace();
        assert.ok(!items.some(({ metadata }) => metadata?.name === namespace));
      }, 60);
    }),
  ];
}
