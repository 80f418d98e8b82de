import type { TokenCredential } from "@azure/core-auth";

/** The user-assigned identity of that resource id, as the machine we are on may use it (spec 03 §7.2). */
export function managedIdentity(resourceId: string): TokenCredential {
  let made: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      made ??= import("@azure/identity").then(
        ({ ManagedIdentityCredential }) => new ManagedIdentityCredential({ resourceId }),
      );
      return (await made).getToken(scopes, options);
    },
  };
}
