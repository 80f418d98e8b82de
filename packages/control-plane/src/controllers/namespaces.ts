import { asController, type Controller, find, kindOf, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = asController("namespace-controller");

/** Empties namespaces that are being deleted, then lets them go; gives each namespace its account and the cluster's authority. */
export const namespacesController =
  (authority: string): Controller =>
  async (deps, signal) => {
    const { store, kinds, registry } = deps;
    const kind = kindOf(kinds, "", "v1", "namespaces");
    const accounts = kindOf(kinds, "", "v1", "serviceaccounts");
    const configMaps = kindOf(kinds, "", "v1", "configmaps");
    const furnish = (namespace: string): void => {
      if (find(registry, accounts, namespace, "default") === undefined)
        unless(["AlreadyExists", "Forbidden"], () =>
          registry.create(accounts, namespace, { metadata: { name: "default" } }, options),
        );
      if (find(registry, configMaps, namespace, "kube-root-ca.crt") === undefined)
        unless(["AlreadyExists", "Forbidden"], () =>
          registry.create(
            configMaps,
            namespace,
            {
              metadata: {
                name: "kube-root-ca.crt",
                annotations: {
                  "kubernetes.io/description":
                    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                },
              },
              data: { "ca.crt": authority },
            },
            options,
          ),
        );
    };
    const look = (key: string): void => {
      const name = key.slice(0, key.includes("/") ? key.indexOf("/") : undefined);
      const namespace = find(registry, kind, undefined, name);
      if (namespace === undefined) return;
      if (namespace.metadata.deletionTimestamp === undefined) {
        furnish(name);
        return;
      }
      let left = 0;
      for (const one of kinds.all()) {
        if (!one.namespaced || !one.verbs.includes("delete") || one.storedAs !== undefined) continue;
        const resource = `${one.group}/${one.plural}`;
        if (store.count(resource, `${name}/`) === 0) continue;
        registry.removeCollection(one, name, {}, { propagationPolicy: "Background" }, options);
        left += store.count(resource, `${name}/`);
      }
      if (left > 0) {
        queue.addAfter(name, 200);
        return;
      }
      const spec = namespace["spec"] as { finalizers?: string[] };
      registry.update(
        { kind, name, subresource: "finalize" },
        { ...namespace, spec: { ...spec, finalizers: (spec?.finalizers ?? []).filter((one) => one !== "kubernetes") } },
        options,
      );
    };
    const queue = createWorkQueue(look, { ...deps, name: "namespaces" });
    for (const { key } of store.list("/namespaces")) queue.add(key);
    const stops = [
      store.subscribe("/namespaces", ({ key }) => queue.add(key)),
      ...["/serviceaccounts", "/configmaps"].map((resource) =>
        store.subscribe(resource, ({ type, key }) => {
          if (type === "DELETED") queue.add(key);
        }),
      ),
    ];
    await queue.run(signal);
    for (const stop of stops) stop();
  };
