import { record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row, Rows } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { clientKey, identityOf, identityRow, identityVersions } from "./base.ts";

const type = "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials";
const most = 20;

const siblings = (engine: Engine, owner: string): Row[] => engine.rows.inside(owner, type, "", most + 1);

const concurrent = (identity: string): Refusal =>
  new Refusal(
    409,
    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
    `Too many Federated Identity Credentials are written concurrently for the managed identity '${identity}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
  );

const oneAtATime: Rule = {
  name: "credentials of one identity are written one after the other; who comes in between is refused with 409",
  evidence: "seen",
  apply: ({ engine, id, keptId }: Change) => {
    const owner = id.key.split("/").slice(0, -2).join("/");
    const busy = siblings(engine, owner).some(
      (row) => row.key !== id.key && engine.operations.running(row.key) !== undefined,
    );
    if (busy) throw concurrent(identityOf({ id: keptId }));
  },
};

const whole: Rule = {
  name: "a credential has issuer, subject and exactly one audience",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const { issuer, subject, audiences } = record(doc["properties"]);
    if (text(issuer) === "" || text(subject) === "" || !Array.isArray(audiences))
      throw new Refusal(400, "BadRequest", "Federated Identity Credential from HTTP body has empty properties.");
    if (audiences.length !== 1)
      throw new Refusal(400, "BadRequest", "Federated identity credentials must have exactly one audience.");
    if (!URL.canParse(text(issuer)) || !text(issuer).startsWith("https://"))
      throw new Refusal(
        400,
        "BadRequest",
        `The issuer '${text(issuer)}' of the federated identity credential is not a valid https URL.`,
      );
  },
};

const unlike: Rule = {
  name: "no two credentials of an identity have the same issuer and subject",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const { issuer, subject } = record(doc["properties"]);
    const owner = id.key.split("/").slice(0, -2).join("/");
    const same = siblings(engine, owner).some((row) => {
      const other = record(row.body["properties"]);
      return row.key !== id.key && other["issuer"] === issuer && other["subject"] === subject;
    });
    if (same)
      throw new Refusal(409, "Conflict", "Issuer and subject combination already exists for this Managed Identity.");
  },
};

const atMost: Rule = {
  name: `an identity has at most ${most} credentials`,
  evidence: "documented",
  apply: ({ engine, before, id, keptId }: Change) => {
    const owner = id.key.split("/").slice(0, -2).join("/");
    if (before !== undefined || siblings(engine, owner).length < most) return;
    throw new Refusal(
      400,
      "BadRequest",
      `Too many Federated Identity Credentials: the managed identity '${identityOf({ id: keptId })}' has ${most}, and may have no more.`,
    );
  },
};

const undisturbed: RemovalRule = {
  name: "no credential is deleted while another of the same identity is written",
  evidence: "assumed",
  apply: ({ engine, row, phase }: Removal) => {
    const busy = siblings(engine, row.owner).some((one) => engine.operations.running(one.key) !== undefined);
    if (phase === "asked" && busy) throw concurrent(identityOf(row));
  },
};

/** Whose tokens stand for a user-assigned identity. */
export const federatedCredentials: TypeRow = identityRow({
  type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
  // Credentials came after 2018-11-30.
  apiVersions: identityVersions.filter((version) => version > "2021-01-01"),
  model: "FederatedIdentityCredential",
  label: "FederatedIdentityCredential",
  place: "child",
  tracked: false,
  located: false,
  verbs: ["GET", "PUT", "DELETE", "LIST"],
  manner: "held",
  takes: { put: [800, 2_500], delete: [0, 0] },
  refusesBusy: (row) => concurrent(identityOf(row)),
  namePattern: /^[A-Za-z0-9][\w-]{2,119}$/,
  rules: [whole, oneAtATime, atMost, unlike],
  removal: [undisturbed],
});

/** What another issuer's token must say to stand for an identity. */
export interface Trust {
  issuer: string;
  subject: string;
  audiences: readonly string[];
}

/** Whose tokens stand for the identity with this client id; none when there is no such identity. */
export function trustOf(rows: Rows, clientId: string): readonly Trust[] {
  const identity = rows.value(clientKey(clientId));
  if (identity === undefined || !rows.has(identity)) return [];
  return rows.inside(identity, type, "", most).map((row): Trust => {
    const { issuer, subject, audiences } = record(row.body["properties"]);
    return {
      issuer: text(issuer),
      subject: text(subject),
      audiences: Array.isArray(audiences) ? audiences.map(text) : [],
    };
  });
}
