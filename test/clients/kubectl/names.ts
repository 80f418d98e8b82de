import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import type { Place, SignIn } from "./place.ts";
import type { Step } from "./sign-in.ts";

const patience = 30_000;

/** A pod, a service and a route to it: what a customer's own application is. */
const application = (namespace: string): readonly (readonly [path: string, object: object])[] => [
  ["/api/v1/namespaces", { metadata: { name: namespace } }],
  [
    `/api/v1/namespaces/${namespace}/pods`,
    {
      metadata: { name: "web", labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "registry.test/web", ports: [{ containerPort: 8080 }] }] },
    },
  ],
  [
    `/api/v1/namespaces/${namespace}/services`,
    { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] } },
  ],
  [
    `/apis/route.openshift.io/v1/namespaces/${namespace}/routes`,
    {
      apiVersion: "route.openshift.io/v1",
      kind: "Route",
      metadata: { name: "web" },
      spec: {
        to: { kind: "Service", name: "web" },
        tls: { termination: "edge", insecureEdgeTerminationPolicy: "Redirect" },
      },
    },
  ],
];

/** The cluster's names with curl, through the proxy that a kubeconfig names: API server, OAuth, console, canary, registry, an application. */
export function names(place: Place, to: SignIn): readonly Step[] {
  const authority = join(place.folder, "authority.pem");
  writeFileSync(authority, to.authority);
  const apps = (name: string) => `https://${name}.apps.${to.domain}`;
  const api = `https://api.${to.domain}:6443`;
  let token = "";
  const curl = (...words: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const all = [
        "-sS",
        "-i",
        "--suppress-connect-headers",
        "-p",
        "-x",
        to.proxy,
        "--cacert",
        authority,
        "--max-time",
        "30",
      ];
      execFile("curl", [...all, ...words], { env: { PATH: process.env["PATH"] ?? "" } }, (failure, out, error) =>
        failure === null ? resolve(out) : reject(new Error(error || failure.message)),
      );
    });
  const bearer = () => ["-H", `Authorization: Bearer ${token}`];
  const send = (method: string, path: string, body: object, type = "application/json") =>
    curl(...bearer(), "-X", method, "-H", `content-type: ${type}`, "-d", JSON.stringify(body), api + path);
  const eventually = async (look: () => Promise<string>, wanted: RegExp): Promise<void> => {
    for (const until = systemClock.monotonic() + patience; ; await systemClock.sleep(250)) {
      const text = await look().catch(String);
      if (wanted.test(text)) return;
      if (systemClock.monotonic() > until) assert.match(text, wanted);
    }
  };
  const step = (what: string, does: () => Promise<void>): Step => ({
    what: `curl: ${what}`,
    does: async () => {
      await does();
      return undefined;
    },
  });
  const namespace = "suite-routes";
  return [
    step("the listed password gives a token at the OAuth server's name", async () => {
      const url = `${apps("oauth-openshift")}/oauth/authorize?client_id=openshift-challenging-client&response_type=token`;
      const answer = await curl("-u", `${to.user}:${to.password}`, "-H", "X-CSRF-Token: 1", url);
      assert.match(answer, /^HTTP\/1\.1 302/);
      token = /access_token=([^&\s]+)/.exec(answer)?.[1] ?? "";
      assert.match(decodeURIComponent(token), /^sha256~/);
      token = decodeURIComponent(token);
    }),
    step("the API server knows who has the token", async () => {
      assert.match(await curl(...bearer(), `${api}/apis/user.openshift.io/v1/users/~`), /"name": ?"kube:admin"/);
      assert.match(await curl("-H", "Authorization: Bearer sha256~no", `${api}/api`), /^HTTP\/\S+ 401/);
    }),
    step("the console and the ingress' canary answer at their names", async () => {
      assert.match(await curl(`${apps("console-openshift-console")}/`), /OpenShift console/);
      assert.match(await curl(`${apps("canary-openshift-ingress-canary")}/`), /Healthcheck requested/);
      assert.match(await curl(`${apps("nobody")}/`), /^HTTP\/\S+ 503[\s\S]*Application is not available/);
    }),
    step("a name that there is not is refused by the proxy, which says so", async () => {
      await assert.rejects(curl("https://nothing.example.org/"), /403/);
    }),
    step("the image registry has a name when it is given a route, and takes the token of who signs in", async () => {
      const registry = apps("default-route-openshift-image-registry");
      const answer = await send(
        "PATCH",
        "/apis/imageregistry.operator.openshift.io/v1/configs/cluster",
        { spec: { defaultRoute: true } },
        "application/merge-patch+json",
      );
      assert.match(answer, /^HTTP\/\S+ 200/);
      await eventually(() => curl(`${registry}/v2/`), /^HTTP\/\S+ 401[\s\S]*www-authenticate: Bearer realm=/i);
      assert.match(await curl("-u", `${to.user}:${token}`, `${registry}/openshift/token`), /"access_token"/);
      assert.match(await curl(...bearer(), `${registry}/v2/`), /^HTTP\/\S+ 200/);
      assert.match(await curl(...bearer(), `${registry}/v2/_catalog`), /\{"repositories":\[\]\}/);
    }),
    step("a customer's route leads to a pod, and from plain HTTP to TLS", async () => {
      for (const [path, object] of application(namespace)) {
        let answer = "";
        await eventually(async () => {
          answer = await send("POST", path, object);
          return answer;
        }, /^HTTP\/\S+ (201|409)/);
        assert.match(answer, /^HTTP\/\S+ 20/);
      }
      await eventually(
        () => curl(`${apps(`web-${namespace}`)}/hello`),
        /GET \/hello answered by pod suite-routes\/web/,
      );
      assert.match(
        await curl(`http://web-${namespace}.apps.${to.domain}/hello`),
        /^HTTP\/\S+ 302[\s\S]*location: https:\/\/web-suite-routes\.apps\./,
      );
    }),
  ];
}
