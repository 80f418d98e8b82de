/** Who asks, as far as the engine cares. */
export interface Actor {
  objectId: string;
  tenantId: string;
  kind: "User" | "ServicePrincipal";
  name: string;
}
