import type { PrincipalIds } from "../../entra/principals.ts";
import type { Engine } from "../../resources/contract.ts";

/** Makes the principal of an identity; where there is no directory, ids that no token is given for. */
export const newPrincipal = (engine: Engine, wanted: { displayName: string; resourceId: string }): PrincipalIds =>
  engine.principals?.createManagedIdentity(wanted) ?? {
    objectId: engine.random.uuid(),
    clientId: engine.random.uuid(),
  };
