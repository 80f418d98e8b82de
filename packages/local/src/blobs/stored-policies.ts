import type { StoredPolicy } from "./auth/sas.ts";
import { StorageRefusal } from "./failures.ts";
import { child, readXml, tag, textTag } from "./xml.ts";

const most = 5;
const longestId = 64;

/** The policies in the body of `Set Container ACL`; none when it is empty. @throws StorageRefusal */
export function readPolicies(body: Uint8Array): StoredPolicy[] {
  if (body.byteLength === 0) return [];
  const root = readXml(body);
  if (root === undefined || root.name !== "SignedIdentifiers") throw new StorageRefusal("InvalidXmlDocument");
  if (root.children.length > most) throw new StorageRefusal("InvalidXmlDocument");
  return root.children.map((one) => {
    const id = child(one, "Id")?.text.trim() ?? "";
    if (one.name !== "SignedIdentifier" || id === "" || id.length > longestId)
      throw new StorageRefusal("InvalidXmlDocument");
    const policy = child(one, "AccessPolicy");
    const text = (name: string): string | undefined => {
      const value = policy === undefined ? undefined : child(policy, name)?.text.trim();
      return value === "" ? undefined : value;
    };
    const [start, expiry, permission] = [text("Start"), text("Expiry"), text("Permission")];
    for (const time of [start, expiry])
      if (time !== undefined && Number.isNaN(Date.parse(time)))
        throw new StorageRefusal("InvalidXmlNodeValue", { XmlNodeName: "AccessPolicy", XmlNodeValue: time });
    if (permission !== undefined && !/^[racwdxltmeop]*$/.test(permission))
      throw new StorageRefusal("InvalidXmlNodeValue", { XmlNodeName: "Permission", XmlNodeValue: permission });
    return {
      id,
      ...(start === undefined ? {} : { start }),
      ...(expiry === undefined ? {} : { expiry }),
      ...(permission === undefined ? {} : { permission }),
    };
  });
}

/** The policies as `Get Container ACL` answers them. */
export const writePolicies = (policies: readonly StoredPolicy[]): string =>
  tag(
    "SignedIdentifiers",
    policies
      .map(({ id, start, expiry, permission }) =>
        tag(
          "SignedIdentifier",
          textTag("Id", id) +
            tag(
              "AccessPolicy",
              textTag("Start", start) + textTag("Expiry", expiry) + textTag("Permission", permission),
            ),
        ),
      )
      .join(""),
  );
