import type { User } from "@aro/control-plane";
import type { WebAnswer, WebCall } from "./web-call.ts";

/** Who a token of the cluster stands for. */
export type UserOfToken = (token: string) => Promise<User | undefined>;

const version = { "docker-distribution-api-version": "registry/2.0" };
const json = (status: number, value: object, headers: Readonly<Record<string, string>> = {}): WebAnswer => ({
  status,
  headers: { "content-type": "application/json", ...version, ...headers },
  body: JSON.stringify(value),
});
const refused = (status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) =>
  json(status, { errors: [{ code, message, detail: null }] }, headers);

/** The token in a request: a bearer's own, or the password of `docker login`. */
function tokenOf(authorization = ""): string {
  const [, scheme = "", rest = ""] = /^(\w+) +(.+)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "bearer") return rest;
  return scheme.toLowerCase() === "basic"
    ? Buffer.from(rest, "base64")
        .toString()
        .replace(/^[^:]*:/, "")
    : "";
}

/**
 * The image registry: it is there, knows who calls by the cluster's tokens, and holds no images. `docker login` and `podman login` succeed;
 * a pull says which image there is not, a push that nothing is kept.
 */
export async function answerRegistry({ method, url, headers }: WebCall, userOf: UserOfToken): Promise<WebAnswer> {
  const path = url.pathname;
  if (path === "/healthz" || path === "/") return { status: 200, headers: {}, body: "" };
  if (path !== "/v2" && !path.startsWith("/v2/")) return { status: 404, headers: {}, body: "404 page not found\n" };
  const token = tokenOf(headers["authorization"]);
  const user = token === "" ? undefined : await userOf(token);
  const realm = `Bearer realm="https://${url.host}/openshift/token"`;
  if (user === undefined) return refused(401, "UNAUTHORIZED", "authentication required", { "www-authenticate": realm });
  if (path === "/v2" || path === "/v2/") return json(200, {});
  if (path === "/v2/_catalog") return json(200, { repositories: [] });
  const [, name = ""] = /^\/v2\/(.+?)\/(?:manifests|blobs|tags)\//.exec(path) ?? [];
  if (name === "") return refused(404, "NAME_INVALID", "invalid repository name");
  return method === "GET" || method === "HEAD"
    ? refused(404, "NAME_UNKNOWN", `repository name not known to registry: ${name}`)
    : refused(405, "UNSUPPORTED", "this emulated registry keeps no images");
}

/** Exchanges a password that is a token for the token, as the registry's token endpoint does. */
export async function answerRegistryToken({ headers }: WebCall, userOf: UserOfToken): Promise<WebAnswer> {
  const token = tokenOf(headers["authorization"]);
  const user = token === "" ? undefined : await userOf(token);
  return user === undefined
    ? refused(401, "UNAUTHORIZED", "authentication required", { "www-authenticate": 'Basic realm="openshift"' })
    : json(200, { token, access_token: token });
}
