import { isoTime } from "@aro/runtime";
import { copy, type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Act, ActionRow } from "../../resources/contract.ts";
import { etagOf } from "../../resources/etags.ts";
import { store } from "../../resources/references.ts";
import { accountKeys, regenerateKey } from "./keys.ts";
import { accountSas, serviceSas } from "./sas.ts";

const shown = (keys: ReturnType<typeof accountKeys>, account: Doc): Doc => {
  const times = record(record(account["properties"])["keyCreationTime"]);
  return {
    keys: keys.map(({ keyName, value }) => ({
      creationTime: times[keyName] ?? null,
      keyName,
      value,
      permissions: "FULL",
    })),
  };
};

/** The key that a signature is asked to be made with. */
function keyToSign({ engine, row, body }: Act): string {
  const keys = accountKeys(engine, row);
  const wanted = text(body["keyToSign"]) || "key1";
  const key = keys.find((one) => one.keyName === wanted.toLowerCase());
  if (key === undefined)
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: keyToSign. '${wanted}' is none of key1, key2.`,
    );
  return key.value;
}

function renew({ engine, row, body, now }: Act): Doc {
  const wanted = text(body["keyName"]).toLowerCase();
  if (wanted !== "key1" && wanted !== "key2")
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: keyName. '${text(body["keyName"])}' is none of key1, key2.`,
    );
  const properties = record(row.body["properties"]);
  const keyCreationTime = { ...record(properties["keyCreationTime"]), [wanted]: isoTime(now) };
  const kept = { ...copy(row.body), properties: { ...properties, keyCreationTime } };
  // The keys' own place is bound to the account's age, which stays.
  store(engine, { ...row, body: kept, etag: etagOf(engine, {}), changedAt: now });
  return shown(regenerateKey(engine, row, wanted), kept);
}

/** What can be asked of a storage account besides reading and writing it. */
export const accountActions: readonly ActionRow[] = [
  {
    name: "listKeys",
    verb: "POST",
    what: "the two keys of the account, whether or not it lets them be used",
    evidence: "documented",
    query: ["$expand"],
    run: ({ engine, row, query }) => {
      const wanted = query.get("$expand") ?? "";
      if (wanted !== "" && wanted.toLowerCase() !== "kerb")
        throw new Refusal(400, "InvalidExpandQueryOptionValue", `$expand of listKeys is kerb, not '${wanted}'.`);
      return shown(accountKeys(engine, row), row.body);
    },
  },
  {
    name: "regenerateKey",
    verb: "POST",
    what: "one key gets a new value",
    evidence: "documented",
    model: "StorageAccountRegenerateKeyParameters",
    run: renew,
  },
  {
    name: "ListAccountSas",
    verb: "POST",
    what: "an account SAS of version 2015-04-05, signed with key1 unless asked otherwise",
    evidence: "documented",
    model: "AccountSasParameters",
    run: (act) => ({ accountSasToken: accountSas(act.row.name.toLowerCase(), keyToSign(act), act.body) }),
  },
  {
    name: "ListServiceSas",
    verb: "POST",
    what: "a service SAS of a blob or container, of version 2015-04-05",
    evidence: "documented",
    model: "ServiceSasParameters",
    run: (act) => ({ serviceSasToken: serviceSas(act.row.name.toLowerCase(), keyToSign(act), act.body) }),
  },
];
