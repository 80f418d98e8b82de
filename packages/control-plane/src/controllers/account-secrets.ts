import type { KubeObject } from "../objects/object.ts";
import { asController, type Controller, find, kindOf, splitKey, unless } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const options = asController("tokens-controller");
const type = "kubernetes.io/service-account-token";
const annotation = "kubernetes.io/service-account";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Secrets of the old kind get the token of their account, and go with it. */
export const accountSecretsController =
  (authority: string): Controller =>
  async (deps, signal) => {
    const { store, kinds, registry, tokens } = deps;
    const secrets = kindOf(kinds, "", "v1", "secrets");
    const accounts = kindOf(kinds, "", "v1", "serviceaccounts");
    const look = async (key: string): Promise<void> => {
      const { namespace = "", name } = splitKey(key);
      const secret = find(registry, secrets, namespace, name);
      if (secret === undefined || secret["type"] !== type) return;
      const { annotations = {} } = secret.metadata;
      const account = find(registry, accounts, namespace, annotations[`${annotation}.name`] ?? "");
      const uid = annotations[`${annotation}.uid`] ?? "";
      if (account === undefined || (uid !== "" && uid !== account.metadata.uid)) {
        unless(["NotFound", "Conflict"], () =>
          registry.remove({ kind: secrets, namespace, name }, { preconditions: { uid: secret.metadata.uid } }, options),
        );
        return;
      }
      const data = (secret["data"] ?? {}) as Record<string, string>;
      if (data["token"] !== undefined && data["ca.crt"] !== undefined && data["namespace"] !== undefined && uid !== "")
        return;
      const { metadata } = account;
      const token =
        data["token"] ??
        base64(await tokens.lasting({ namespace, name: metadata.name, uid: metadata.uid, secret: name }));
      const filled: KubeObject = {
        ...secret,
        metadata: { ...secret.metadata, annotations: { ...annotations, [`${annotation}.uid`]: metadata.uid } },
        data: { "ca.crt": base64(authority), namespace: base64(namespace), ...data, token },
      };
      registry.update({ kind: secrets, namespace, name }, filled, options);
    };
    const queue = createWorkQueue(look, { ...deps, name: "account secrets" });
    const isOurs = (text: string): boolean => text.includes(`"${type}"`);
    for (const { key, text } of store.list("/secrets")) if (isOurs(text)) queue.add(key);
    const stops = [
      store.subscribe("/secrets", ({ type: change, key, text }) => {
        if (change !== "DELETED" && isOurs(text)) queue.add(key);
      }),
      store.subscribe("/serviceaccounts", ({ type: change, key }) => {
        if (change === "MODIFIED") return;
        const { namespace } = splitKey(key);
        for (const { key: one, text } of store.list("/secrets", { prefix: `${namespace}/` }))
          if (isOurs(text)) queue.add(one);
      }),
    ];
    await queue.run(signal);
    for (const stop of stops) stop();
  };
