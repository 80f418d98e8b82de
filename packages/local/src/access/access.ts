/** What a principal asks to do, where. */
export interface Asked {
  /** Object id of the caller's principal. */
  objectId: string;
  /** `Microsoft.Network/virtualNetworks/write`; whatever the case. */
  action: string;
  /** Id of the resource, group or subscription it is done to. */
  scope: string;
  /** Whether it is done to data (`dataActions`): a secret's value, a blob. */
  data?: true;
  /** Groups that the caller's token names besides those that the directory knows. */
  groups?: readonly string[];
}

/** What role and deny assignments make of it. A deny assignment wins over every role. */
export type Decision =
  | { allowed: true }
  | { allowed: false; because: "no role" }
  | { allowed: false; because: "denied"; denyAssignment: { id: string; name: string } };

/** Who may do what: one answer for ARM's own calls, for checkAccess and for the data planes. */
export interface Access {
  decide(asked: Asked): Decision;
}
