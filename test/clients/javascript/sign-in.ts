import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ClientCertificateCredential, ClientSecretCredential, type TokenCredential } from "@azure/identity";

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; './aro local env' prints it`);
  return value;
};

/** Where everything is, as the environment says. */
export const arm = variable("ARO_LOCAL_ARM");
export const subscription = variable("ARO_LOCAL_SUBSCRIPTION");
export const tenant = variable("ARO_LOCAL_TENANT");
const client = variable("ARO_LOCAL_CLIENT_ID");
const authority = { authorityHost: arm, disableInstanceDiscovery: true };

/** The owner, by secret. */
export const credential: TokenCredential = new ClientSecretCredential(
  tenant,
  client,
  variable("ARO_LOCAL_CLIENT_SECRET"),
  authority,
);

/** The owner, by the certificate in the state folder. */
export const byCertificate = (): TokenCredential => {
  const certificate = readFileSync(join(variable("ARO_LOCAL_CA"), "../pki/owner.pem"), "utf8");
  return new ClientCertificateCredential(tenant, client, { certificate }, authority);
};

/** Somebody with a wrong secret. */
export const stranger = (): TokenCredential => new ClientSecretCredential(tenant, client, "wrong", authority);

const scope = `${arm}/.default`;

/** What every management client is told; SDK generations differ in where they take the audience from. */
export const options = { endpoint: arm, credentials: { scopes: [scope] }, credentialScopes: [scope] };
export { scope };

/** Tells SDKs of before the modular generation, too. */
export const group = "rg";
export const location = "eastus";
export const tags = { team: "clients" };
export const tagged = (shown: { tags?: Record<string, string> }): boolean => shown.tags?.["team"] === "clients";
