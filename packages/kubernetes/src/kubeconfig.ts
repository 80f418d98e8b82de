import { parseYaml, yamlText } from "./yaml.ts";

/** How one API server is reached, and as whom: what a kubeconfig's current context says. */
export interface ApiServerAccess {
  /** `https://HOST:PORT`, without a trailing slash. */
  server: string;
  /** PEM of whom the server's certificate must come from; the system's authorities when absent. */
  ca?: string;
  /** Name that the server's certificate must bear; the host of `server` when absent. */
  serverName?: string;
  /** `http://HOST:PORT` of a CONNECT proxy. */
  proxyUrl?: string;
  /** Who calls: a client certificate, */
  certificate?: { cert: string; key: string };
  /** or a bearer token, or a file that always holds a current one. */
  token?: string;
  tokenFile?: string;
  /** Of the context; `default` when it names none. */
  namespace: string;
}

type Members = Record<string, unknown>;

/**
 * Reads a kubeconfig: its current context, or the only one. `fileOf` gives the text of files that it names.
 * @throws Error naming what is missing or cannot be used (exec plug-ins and passwords are not).
 */
export function accessOf(kubeconfig: string, fileOf?: (path: string) => string): ApiServerAccess {
  const config = parseYaml(kubeconfig) as Members | null;
  if (config === null || typeof config !== "object") throw new Error("the kubeconfig is empty");
  const contexts = entries(config, "contexts", "context");
  const current = config["current-context"];
  const context = contexts.find(({ name }) => name === current) ?? (contexts.length === 1 ? contexts[0] : undefined);
  if (context === undefined) throw new Error(`the kubeconfig has no context '${String(current ?? "")}'`);
  const cluster = entryOf(config, "clusters", "cluster", context.value["cluster"]);
  const user = context.value["user"] === undefined ? {} : entryOf(config, "users", "user", context.value["user"]);
  const server = text(cluster["server"]);
  if (server === undefined)
    throw new Error(`the cluster '${String(context.value["cluster"])}' of the kubeconfig has no server`);
  for (const unusable of ["exec", "auth-provider", "username"])
    if (user[unusable] !== undefined)
      throw new Error(`the kubeconfig signs in by '${unusable}', which cannot be used here`);
  const material = (members: Members, inline: string, named: string): string | undefined => {
    const given = text(members[inline]);
    if (given !== undefined) return Buffer.from(given, "base64").toString("utf8");
    const path = text(members[named]);
    if (path === undefined) return undefined;
    if (fileOf === undefined) throw new Error(`the kubeconfig names the file ${path}, and files are not read here`);
    return fileOf(path);
  };
  const cert = material(user, "client-certificate-data", "client-certificate");
  const key = material(user, "client-key-data", "client-key");
  if ((cert === undefined) !== (key === undefined))
    throw new Error("the kubeconfig has one of client certificate and key only");
  return present({
    server: server.replace(/\/+$/, ""),
    ca: material(cluster, "certificate-authority-data", "certificate-authority"),
    serverName: text(cluster["tls-server-name"]),
    proxyUrl: text(cluster["proxy-url"]),
    certificate: cert === undefined || key === undefined ? undefined : { cert, key },
    token: text(user["token"]),
    tokenFile: text(user["tokenFile"]),
    namespace: text(context.value["namespace"]) ?? "default",
  });
}

/** What a kubeconfig to be written says. */
export interface KubeconfigInput {
  /** Names the cluster and its context. */
  clusterName: string;
  userName: string;
  server: string;
  /** PEM; absent: the reader's own authorities. */
  ca?: string;
  proxyUrl?: string;
  certificate?: { cert: string; key: string };
  token?: string;
}

/** The text of a kubeconfig of one cluster and one user. */
export function kubeconfigText(input: KubeconfigInput): string {
  const base64 = (pem: string) => Buffer.from(pem, "utf8").toString("base64");
  const { clusterName, userName, server, ca, proxyUrl, certificate, token } = input;
  const contextName = `${userName}@${clusterName}`;
  return yamlText({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: clusterName,
        cluster: present({
          "certificate-authority-data": ca === undefined ? undefined : base64(ca),
          server,
          "proxy-url": proxyUrl,
        }),
      },
    ],
    contexts: [{ name: contextName, context: { cluster: clusterName, user: userName } }],
    "current-context": contextName,
    preferences: {},
    users: [
      {
        name: userName,
        user: present({
          "client-certificate-data": certificate === undefined ? undefined : base64(certificate.cert),
          "client-key-data": certificate === undefined ? undefined : base64(certificate.key),
          token,
        }),
      },
    ],
  });
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function entries(config: Members, list: string, member: string): { name: string; value: Members }[] {
  const rows = (config[list] ?? []) as Members[];
  return rows.map((row) => ({ name: String(row["name"]), value: (row[member] ?? {}) as Members }));
}

function entryOf(config: Members, list: string, member: string, wanted: unknown): Members {
  const found = entries(config, list, member).find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`the kubeconfig has no ${member} '${String(wanted)}'`);
  return found.value;
}

/** The object without its undefined members. */
function present<Value extends object>(value: { [Member in keyof Value]: Value[Member] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
