import type { ClusterContext } from "../cluster/context.ts";
import { machineConfigAnswer } from "../machine-config/server.ts";
import { answerOAuth, type WebAnswer, type WebCall } from "../sign-in/oauth.ts";
import { consolePage, unavailablePage } from "../sign-in/pages.ts";
import type { SignInTokens } from "../sign-in/tokens.ts";

const routes = "route.openshift.io/v1/routes";

/** Answers what comes in by the ingress, by its host's route, and what machines ask the machine config server. */
export const answerWeb =
  (context: ClusterContext, tokens: SignInTokens) =>
  async (call: WebCall): Promise<WebAnswer> => {
    const api = context.objects("router");
    const { domain, version } = context.facts;
    const host = call.url.hostname.toLowerCase();
    if (!host.endsWith(`.apps.${domain}`)) return machineConfigAnswer(context, call);
    const route = api.list(routes).find((one) => (one["spec"] as { host?: string } | undefined)?.host === host);
    if (route === undefined) return unavailablePage();
    const { name, namespace } = route.metadata;
    if (namespace === "openshift-authentication" && name === "oauth-openshift")
      return answerOAuth(call, {
        api,
        tokens,
        issuer: `https://oauth-openshift.apps.${domain}`,
        apiServer: `https://api.${domain}:6443`,
      });
    if (namespace === "openshift-console" && name === "console") return consolePage(domain, version);
    return unavailablePage();
  };
