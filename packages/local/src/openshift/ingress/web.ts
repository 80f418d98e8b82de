import type { ClusterContext } from "../cluster/context.ts";
import { machineConfigAnswer } from "../machine-config/server.ts";
import { answerOAuth } from "../sign-in/oauth.ts";
import { consolePage, unavailablePage } from "../sign-in/pages.ts";
import type { SignInTokens } from "../sign-in/tokens.ts";
import { answerRegistry, answerRegistryToken } from "./image-registry.ts";
import { insecure, routeFor } from "./route.ts";
import { serviceAnswers } from "./route-service.ts";
import type { WebAnswer, WebCall } from "./web-call.ts";

type Page = (call: WebCall) => WebAnswer | Promise<WebAnswer>;

/** Answers what comes in by the ingress, by its host's route, and what machines ask the machine config server. */
export function answerWeb(context: ClusterContext, tokens: SignInTokens): (call: WebCall) => Promise<WebAnswer> {
  const api = context.objects("router");
  const { domain, version } = context.facts;
  const behindService = serviceAnswers(context);
  const userOf = (token: string) => context.controlPlane.access.authenticate({ authorization: `Bearer ${token}` });
  /** What the platform's own routes lead to, where that is no page of a pod: `NAMESPACE/ROUTE`. */
  const own: Readonly<Record<string, Page>> = {
    "openshift-authentication/oauth-openshift": (call) =>
      answerOAuth(call, {
        api,
        tokens,
        issuer: `https://oauth-openshift.apps.${domain}`,
        apiServer: `https://api.${domain}:6443`,
      }),
    "openshift-console/console": () => consolePage(domain, version),
    "openshift-ingress-canary/canary": () => ({
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: "Healthcheck requested\n",
    }),
    "openshift-image-registry/default-route": (call) =>
      call.url.pathname === "/openshift/token" ? answerRegistryToken(call, userOf) : answerRegistry(call, userOf),
  };
  return async (call) => {
    const { url } = call;
    const host = url.hostname.toLowerCase();
    if (!host.endsWith(`.apps.${domain}`) && url.protocol === "https:") {
      const custom = routeFor(api, host, url.pathname);
      return custom === undefined ? machineConfigAnswer(context, call) : behindService(custom, call);
    }
    const route = routeFor(api, host, url.pathname);
    if (route === undefined) return unavailablePage();
    if (url.protocol === "http:")
      switch (insecure(route)) {
        case "redirect":
          return { status: 302, headers: { location: `https://${host}${url.pathname}${url.search}` }, body: "" };
        case "refuse":
          return unavailablePage();
        case "serve":
      }
    else if ((route["spec"] as { tls?: object } | undefined)?.tls === undefined) return unavailablePage();
    const { name, namespace } = route.metadata;
    const page = own[`${namespace}/${name}`];
    return page === undefined ? behindService(route, call) : page(call);
  };
}
