import { rowsText } from "../rows-text.ts";

/** What `aro local env` exports, and why (docs: local mode). */
const clientVariables: readonly (readonly [name: string, meaning: string])[] = [
  ["ARO_LOCAL_ARM", "ARM, with /metadata/endpoints"],
  ["ARO_LOCAL_AUTHORITY", "where tokens come from, as /TENANT and as /adfs"],
  ["ARO_LOCAL_CA", "the authority that signed every certificate here; NODE_EXTRA_CA_CERTS too"],
  ["REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, SSL_CERT_FILE", "the system's roots and ours in one file"],
  ["ARO_LOCAL_TENANT, ARO_LOCAL_SUBSCRIPTION", "the tenant, and the subscription that is there from the start"],
  ["ARO_LOCAL_CLIENT_ID, ARO_LOCAL_CLIENT_SECRET", "an Owner of that subscription"],
  ["ARO_LOCAL_CLOUD_CONFIG", "for 'az cloud register --cloud-config @FILE'"],
  ["ARO_LOCAL_RP", "the service itself, for its admin API"],
  ["ARO_LOCAL_ADMIN_CERT, ARO_LOCAL_ADMIN_KEY", "the client certificate for it"],
  ["HTTPS_PROXY, NO_PROXY", "the way to vaults and storage accounts by name; localhost goes direct"],
  ["AZURE_CONFIG_DIR", "a folder of its own for az"],
];

export const variablesText: string = ["Variables:", ...rowsText(clientVariables), ""].join("\n");
