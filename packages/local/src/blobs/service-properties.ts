import { StorageRefusal } from "./failures.ts";
import { child, type Element, readXml, tag, textTag } from "./xml.ts";

/** What of an account's service properties has an effect here. */
export interface ServiceProperties {
  /** The static website; absent when it is switched off. */
  website?: { index?: string; notFound?: string };
  /** The version that is taken for callers who name none; only shown. */
  defaultVersion?: string;
}

const refuse = (name: string, text: string): never => {
  throw new StorageRefusal("InvalidXmlNodeValue", { XmlNodeName: name, XmlNodeValue: text });
};

const isOn = (element: Element | undefined, name: string): boolean =>
  element !== undefined && child(element, name)?.text.trim().toLowerCase() === "true";

/** What may be sent, and kept as it is because nothing of it is switched on. */
const off: Readonly<Record<string, (element: Element) => boolean>> = {
  Logging: (one) => !["Read", "Write", "Delete"].some((name) => isOn(one, name)),
  HourMetrics: (one) => !isOn(one, "Enabled"),
  MinuteMetrics: (one) => !isOn(one, "Enabled"),
  Cors: (one) => one.children.length === 0,
  DeleteRetentionPolicy: (one) => !isOn(one, "Enabled"),
};

/** The body of `Set Blob Service Properties`: what it names, and nothing of what it does not. @throws StorageRefusal naming what does not exist here. */
export function readServiceProperties(body: Uint8Array): {
  [Member in keyof ServiceProperties]: ServiceProperties[Member] | undefined;
} {
  const root = readXml(body);
  if (root === undefined || root.name !== "StorageServiceProperties") throw new StorageRefusal("InvalidXmlDocument");
  const read: ReturnType<typeof readServiceProperties> = {};
  for (const one of root.children) {
    if (one.name === "StaticWebsite") read.website = websiteFrom(one);
    else if (one.name === "DefaultServiceVersion") read.defaultVersion = one.text.trim();
    else if (off[one.name]?.(one) !== true) refuse(one.name, one.text);
  }
  return read;
}

function websiteFrom(element: Element): ServiceProperties["website"] {
  if (!isOn(element, "Enabled")) return undefined;
  const text = (name: string) => child(element, name)?.text.trim() ?? "";
  return {
    ...(text("IndexDocument") === "" ? {} : { index: text("IndexDocument") }),
    ...(text("ErrorDocument404Path") === "" ? {} : { notFound: text("ErrorDocument404Path") }),
  };
}

const retention = tag("RetentionPolicy", textTag("Enabled", false));
const metrics = (name: string): string => tag(name, textTag("Version", "1.0") + textTag("Enabled", false) + retention);

/** As `Get Blob Service Properties` answers them. */
export const writeServiceProperties = ({ website, defaultVersion }: ServiceProperties): string =>
  tag(
    "StorageServiceProperties",
    [
      tag(
        "Logging",
        textTag("Version", "1.0") +
          textTag("Read", false) +
          textTag("Write", false) +
          textTag("Delete", false) +
          retention,
      ),
      metrics("HourMetrics"),
      metrics("MinuteMetrics"),
      "<Cors />",
      textTag("DefaultServiceVersion", defaultVersion),
      tag("DeleteRetentionPolicy", textTag("Enabled", false)),
      tag(
        "StaticWebsite",
        textTag("Enabled", website !== undefined) +
          textTag("IndexDocument", website?.index) +
          textTag("ErrorDocument404Path", website?.notFound),
      ),
    ].join(""),
  );
