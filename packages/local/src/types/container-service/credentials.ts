import { record, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Act, ActionRow } from "../../resources/contract.ts";
import type { ClusterAccess } from "../../resources/surroundings.ts";

const servers = ["public", "private"] as const;

async function credentials({ engine, row, query }: Act, role: ClusterAccess["role"]): Promise<Value> {
  const properties = record(row.body["properties"]);
  const asked = (query.get("server-fqdn") ?? "public").toLowerCase();
  const server = servers.find((one) => one === asked);
  if (server === undefined)
    throw new Refusal(400, "BadRequest", `The server-fqdn '${asked}' is none of ${servers.join(", ")}.`);
  const format = query.get("format");
  if (format !== undefined && !["azure", "exec", "web-identity"].includes(format.toLowerCase()))
    throw new Refusal(
      400,
      "BadRequest",
      `The format '${format}' of a kubeconfig is none of azure, exec, web-identity.`,
    );
  if (role === "admin" && properties["disableLocalAccounts"] === true)
    throw new Refusal(
      400,
      "BadRequest",
      "Getting static credential is not allowed because this cluster is set to disable local accounts.",
    );
  if (row.state !== "Succeeded")
    throw new Refusal(
      409,
      "OperationNotAllowed",
      `Credentials of the managed cluster ${row.name} cannot be had while it is in state ${row.state}.`,
    );
  const wanted: ClusterAccess = { id: row.id, name: row.name, fqdn: text(properties["fqdn"]), role, server };
  const kubeconfig = await engine.kubeconfigOf?.(wanted);
  if (kubeconfig === undefined)
    throw new Refusal(
      409,
      "OperationNotAllowed",
      `The emulated Azure has no Kubernetes API server behind the managed cluster '${row.id}', so there are no credentials for it.`,
    );
  const name = role === "admin" ? "clusterAdmin" : "clusterUser";
  return { kubeconfigs: [{ name, value: Buffer.from(kubeconfig, "utf8").toString("base64") }] };
}

/** What can be asked of a managed cluster besides reading and writing it. */
export const clusterActions: readonly ActionRow[] = [
  {
    name: "listClusterAdminCredential",
    verb: "POST",
    what: "the kubeconfig of the cluster's admin, where a Kubernetes stands behind it; refused where none does, or where local accounts are off",
    evidence: "documented",
    query: ["server-fqdn"],
    run: (act) => credentials(act, "admin"),
  },
  {
    name: "listClusterUserCredential",
    verb: "POST",
    what: "the kubeconfig of a user, where a Kubernetes stands behind the cluster",
    evidence: "documented",
    query: ["server-fqdn", "format"],
    run: (act) => credentials(act, "user"),
  },
];
