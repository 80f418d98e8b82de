import type { Random } from "@aro/runtime";
import { each, fill, type Members } from "../kinds/traits/filling.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { forbidden } from "../registry/failures.ts";
import { generatedName } from "../registry/names.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";

const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
/** A pod stays this long on a node that is in trouble. */
const patienceSeconds = 300;

interface Toleration {
  key?: string;
  effect?: string;
}

/** What every new pod gets: an account with its token, a priority, and patience with nodes in trouble. */
export const podAdmission =
  (store: Store, random: Random): Admission =>
  ({ operation, kind, object }) => {
    if (operation !== "CREATE" || kind.group !== "" || kind.plural !== "pods") return;
    const spec = object["spec"] as Members;
    const { namespace = "", name } = object.metadata;
    fill(spec, { serviceAccountName: "default" });
    fill(spec, { serviceAccount: spec["serviceAccountName"] });
    const account = store.get("/serviceaccounts", `${namespace}/${spec["serviceAccountName"]}`);
    if (account === undefined)
      throw forbidden(
        kind,
        name ?? "",
        `error looking up service account ${namespace}/${spec["serviceAccountName"]}: serviceaccount ${JSON.stringify(spec["serviceAccountName"])} not found`,
      );
    const { automountServiceAccountToken, imagePullSecrets } = parsed(account.text) as {
      automountServiceAccountToken?: boolean;
      imagePullSecrets?: object[];
    };
    if (imagePullSecrets !== undefined) fill(spec, { imagePullSecrets });
    if ((spec["automountServiceAccountToken"] ?? automountServiceAccountToken ?? true) === true)
      mountToken(spec, random);
    prioritise(store, kind, object, spec);
    const tolerations = (spec["tolerations"] ?? []) as Toleration[];
    for (const trouble of ["not-ready", "unreachable"]) {
      const key = `node.kubernetes.io/${trouble}`;
      const borne = tolerations.some(
        (one) => (one.key === undefined || one.key === key) && (one.effect === undefined || one.effect === "NoExecute"),
      );
      if (!borne)
        tolerations.push({
          effect: "NoExecute",
          key,
          operator: "Exists",
          tolerationSeconds: patienceSeconds,
        } as Toleration);
    }
    spec["tolerations"] = tolerations;
  };

function mountToken(spec: Members, random: Random): void {
  const containers = [...each(spec, "initContainers"), ...each(spec, "containers")];
  const without = containers.filter(
    (one) => !each(one, "volumeMounts").some(({ mountPath }) => mountPath === tokenPath),
  );
  if (without.length === 0) return;
  const name = generatedName("kube-api-access-", random);
  for (const one of without)
    one["volumeMounts"] = [...each(one, "volumeMounts"), { mountPath: tokenPath, name, readOnly: true }];
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
    { configMap: { items: [{ key: "ca.crt", path: "ca.crt" }], name: "kube-root-ca.crt" } },
    {
      downwardAPI: {
        items: [{ fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" }, path: "namespace" }],
      },
    },
  ];
  spec["volumes"] = [...each(spec, "volumes"), { name, projected: { defaultMode: 420, sources } }];
}

function prioritise(store: Store, kind: Parameters<typeof forbidden>[0], object: KubeObject, spec: Members): void {
  const classes = [...store.list("scheduling.k8s.io/priorityclasses")].map(({ text }) => parsed(text));
  const asked = spec["priorityClassName"];
  const chosen = classes.find((one) => (asked ? one.metadata.name === asked : one["globalDefault"] === true));
  if (asked && chosen === undefined)
    throw forbidden(kind, object.metadata.name ?? "", `no PriorityClass with name ${asked} was found`);
  if (chosen !== undefined) fill(spec, { priorityClassName: chosen.metadata.name });
  spec["priority"] = chosen?.["value"] ?? 0;
  fill(spec, { preemptionPolicy: chosen?.["preemptionPolicy"] ?? "PreemptLowerPriority" });
}
