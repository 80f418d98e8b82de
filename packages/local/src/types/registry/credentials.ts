import { isoTime } from "@aro/runtime";
import { copy, type Doc, record, records, text, unseen } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Act, ActionRow, Engine } from "../../resources/contract.ts";
import { store } from "../../resources/references.ts";
import { adminPasswords, digestOf, freshPassword, refuseWithoutAdmin } from "./base.ts";

const bad = (message: string): Refusal => new Refusal(400, "InvalidRequest", message);

const passwordNames = ["password1", "password2"] as const;

/** The token that `generateCredentials` is asked for. */
function tokenOf({ engine, row, body }: Act): Row {
  const id = text(body["tokenId"]);
  const token = engine.rows.get(id.toLowerCase());
  if (token === undefined || !token.key.startsWith(`${row.key}/tokens/`))
    throw new Refusal(404, "TokenNotFound", `The token '${id}' was not found in the registry ${row.name}.`);
  return token;
}

const credentialsOf = (token: Row): Doc[] =>
  records(record(record(token.body["properties"])["credentials"])["passwords"]);

/** Gives a token new passwords: the one that is named, or both. What the clients read of them is without values. */
function generate(act: Act): Doc {
  const { engine, body, now } = act;
  const token = tokenOf(act);
  const expiry = text(body["expiry"]);
  if (expiry !== "" && !(Date.parse(expiry) > now))
    throw bad(`The expiry '${expiry}' of the credentials lies in the past.`);
  const wanted = passwordNames.filter((name) => text(body["name"]) === "" || text(body["name"]) === name);
  const made = wanted.map((name) => ({
    creationTime: isoTime(now),
    ...(expiry === "" ? {} : { expiry: isoTime(Date.parse(expiry)) }),
    name,
    value: freshPassword(engine),
  }));
  const others = credentialsOf(token).filter((one) => !wanted.some((name) => name === one["name"]));
  const shown: Doc[] = [...others, ...made.map(({ value: _, ...rest }) => rest)];
  shown.sort((a, b) => text(a["name"]).localeCompare(text(b["name"])));
  const properties = record(token.body["properties"]);
  const credentials = { ...record(properties["credentials"]), passwords: shown };
  const digests = { ...record(record(token.body[unseen])["passwords"]) };
  for (const { name, value } of made) digests[name] = digestOf(value);
  store(engine, {
    ...token,
    body: {
      ...copy(token.body),
      properties: { ...properties, credentials },
      [unseen]: { ...record(token.body[unseen]), passwords: digests },
    },
    changedAt: now,
  });
  return { username: token.name, passwords: made };
}

const admin = (engine: Engine, registry: Row, renew?: string): Doc => {
  refuseWithoutAdmin(registry);
  const passwords = adminPasswords(engine, registry, renew);
  return {
    username: registry.name,
    passwords: [
      { name: "password", value: passwords[0] ?? "" },
      { name: "password2", value: passwords[1] ?? "" },
    ],
  };
};

/** What can be asked of a registry besides reading and writing it. */
export const registryActions: readonly ActionRow[] = [
  {
    name: "generateCredentials",
    verb: "POST",
    what: "gives a token one or both of its passwords anew; their values are told once",
    evidence: "documented",
    model: "GenerateCredentialsParameters",
    takes: [2_000, 6_000],
    label: "GenerateCredentialsOperation",
    run: (act) => {
      tokenOf(act);
      return undefined;
    },
    finish: generate,
  },
  {
    name: "listCredentials",
    verb: "POST",
    what: "name and passwords of the admin, where the registry has one",
    evidence: "documented",
    run: ({ engine, row }) => admin(engine, row),
  },
  {
    name: "regenerateCredential",
    verb: "POST",
    what: "gives the admin one of its passwords anew",
    evidence: "documented",
    model: "RegenerateCredentialParameters",
    run: ({ engine, row, body }) => admin(engine, row, text(body["name"])),
  },
  {
    name: "listUsages",
    verb: "GET",
    what: "how much of a registry is used; images are not emulated, so its size is 0",
    evidence: "assumed",
    run: ({ row }) => ({
      value: [
        {
          name: "Size",
          limit: record(row.body["sku"])["name"] === "Premium" ? 536_870_912_000 : 107_374_182_400,
          currentValue: 0,
          unit: "Bytes",
        },
      ],
    }),
  },
];

/** Whether a token of a registry has this password now: for whoever answers as the registry. */
export function isTokenPassword(engine: Pick<Engine, "rows" | "clock">, token: Row, password: string): boolean {
  if (record(token.body["properties"])["status"] === "disabled") return false;
  const digests = record(record(token.body[unseen])["passwords"]);
  return credentialsOf(token).some((one) => {
    const expiry = text(one["expiry"]);
    const current = expiry === "" || Date.parse(expiry) > engine.clock.now();
    return current && digests[text(one["name"])] === digestOf(password);
  });
}
