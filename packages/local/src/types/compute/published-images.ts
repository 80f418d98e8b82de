import type { Doc } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ViewRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { machineVersions } from "./versions.ts";

/** An image that a publisher offers in every region. */
export interface PublishedImage {
  publisher: string;
  offer: string;
  sku: string;
  /** Oldest first. */
  versions: readonly string[];
  system: "Linux" | "Windows";
  generation: "V1" | "V2";
  architecture: "x64" | "Arm64";
  sizeGb: number;
}

const linux = (
  publisher: string,
  offer: string,
  sku: string,
  versions: string,
  more: Partial<PublishedImage> = {},
): PublishedImage => ({
  publisher,
  offer,
  sku,
  versions: versions.split(" "),
  system: "Linux",
  generation: /gen2|-v2$/.test(sku) ? "V2" : "V1",
  architecture: "x64",
  sizeGb: 30,
  ...more,
});

const node = (sku: string, version: string) => linux("azureopenshift", "aro4", sku, version, { sizeGb: 16 });

/** Images of the releases that the service installs (spec 03 §7.3), and those that people try machines with. */
const publishedImages: readonly PublishedImage[] = [
  node("aro_417", "417.94.20240701"),
  node("aro_418", "418.94.20250122"),
  node("aro_419", "419.6.20250523"),
  node("419-v2", "419.6.20250523"),
  node("aro_420", "9.6.20251015"),
  node("aro_420-v2", "9.6.20251015"),
  linux("Canonical", "UbuntuServer", "18.04-LTS", "18.04.202306070 18.04.202401161"),
  linux("Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "22.04.202311010 22.04.202501140"),
  linux("Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2", "22.04.202311010 22.04.202501140"),
  linux("Canonical", "ubuntu-24_04-lts", "server", "24.04.202404230 24.04.202501140", { generation: "V2" }),
  linux("Canonical", "ubuntu-24_04-lts", "server-arm64", "24.04.202501140", {
    generation: "V2",
    architecture: "Arm64",
  }),
  linux("Debian", "debian-11", "11-backports-gen2", "0.20230124.1270 0.20240104.1616"),
  linux("Debian", "debian-12", "12-gen2", "0.20240102.1614 0.20250115.1993"),
  linux("RedHat", "RHEL", "8-lvm-gen2", "8.7.2023022813 8.10.2024053116", { sizeGb: 64 }),
  linux("RedHat", "RHEL", "94_gen2", "9.4.2024052316", { sizeGb: 64 }),
  linux(
    "MicrosoftWindowsServer",
    "WindowsServer",
    "2022-datacenter-azure-edition",
    "20348.2113.231109 20348.3091.250112",
    {
      system: "Windows",
      generation: "V2",
      sizeGb: 127,
    },
  ),
];

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The image that these names stand for, and the version: the one named, or the newest for `latest`. */
export function publishedImage(
  publisher: string,
  offer: string,
  sku: string,
  version: string,
): { image: PublishedImage; version: string } | undefined {
  const image = publishedImages.find(
    (one) => same(one.publisher, publisher) && same(one.offer, offer) && same(one.sku, sku),
  );
  const found = same(version, "latest") ? image?.versions.at(-1) : image?.versions.find((one) => same(one, version));
  return image === undefined || found === undefined ? undefined : { image, version: found };
}

/** Address of an image version, as disks made of it name it. */
export const publishedImageId = (subscription: string, location: string, image: PublishedImage, version: string) =>
  `/Subscriptions/${subscription}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${image.publisher}/ArtifactTypes/VMImage/Offers/${image.offer}/Skus/${image.sku}/Versions/${version}`;

interface Asked {
  subscription: string;
  location: string;
  names: readonly string[];
}

const entry = ({ subscription, location }: Asked, path: string, name: string): Doc => ({
  location,
  name,
  id: `/Subscriptions/${subscription}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${path}`,
});

const unlike = (names: readonly string[]): string[] => [
  ...new Map(names.map((one) => [one.toLowerCase(), one])).values(),
];

const absent = (what: string): Refusal => new Refusal(404, "NotFound", `Artifact: ${what} was not found.`);

/** The images that stand below what an address names so far. */
function below(asked: Asked): readonly PublishedImage[] {
  const [, publisher, kind, offer, sku] = asked.names;
  if (kind !== undefined && !same(kind, "vmimage"))
    throw new Refusal(
      404,
      "NotFound",
      `The artifact type '${kind}' is not part of the emulated Azure; it has 'vmimage'.`,
    );
  const found = publishedImages.filter(
    (one) =>
      (publisher === undefined || same(one.publisher, publisher)) &&
      (offer === undefined || same(one.offer, offer)) &&
      (sku === undefined || same(one.sku, sku)),
  );
  if (found.length === 0) throw absent([publisher, offer, sku].filter((one) => one !== undefined).join(":"));
  return found;
}

const offers = "/ArtifactTypes/VMImage/Offers";

const publisherList = (asked: Asked): Doc[] =>
  unlike(publishedImages.map((one) => one.publisher)).map((name) => entry(asked, name, name));

const offerList = (asked: Asked): Doc[] => {
  const found = below(asked);
  return unlike(found.map((one) => one.offer)).map((name) =>
    entry(asked, `${found[0]?.publisher}${offers}/${name}`, name),
  );
};

const skuList = (asked: Asked): Doc[] =>
  below(asked).map((one) => entry(asked, `${one.publisher}${offers}/${one.offer}/Skus/${one.sku}`, one.sku));

const details = (image: PublishedImage): Doc => ({
  hyperVGeneration: image.generation,
  architecture: image.architecture,
  replicaType: "Managed",
  osDiskImage: { operatingSystem: image.system, sizeInGb: image.sizeGb + 1 },
  dataDiskImages: [],
  automaticOSUpgradeProperties: { automaticOSUpgradeSupported: false },
  imageDeprecationStatus: { imageState: "Active" },
});

const versionEntry = (asked: Asked, image: PublishedImage, version: string): Doc => ({
  ...entry(asked, `${image.publisher}${offers}/${image.offer}/Skus/${image.sku}/Versions/${version}`, version),
});

function versionList(asked: Asked, query: ReadonlyMap<string, string>): Doc[] {
  const [image] = below(asked);
  if (image === undefined) return [];
  const order = query.get("$orderby") ?? "name asc";
  if (!/^name( (asc|desc))?$/i.test(order.trim()))
    throw new Refusal(400, "InvalidParameter", `The order '${order}' is not supported: versions are ordered by name.`, {
      target: "$orderby",
    });
  const versions = /desc$/i.test(order.trim()) ? image.versions.toReversed() : [...image.versions];
  const top = query.get("$top");
  if (top !== undefined && !/^[1-9]\d{0,5}$/.test(top))
    throw new Refusal(400, "InvalidParameter", `The value '${top}' of $top is not a whole number above 0.`, {
      target: "$top",
    });
  const wanted = versions.slice(0, top === undefined ? undefined : Number(top));
  return wanted.map((version) => ({
    ...versionEntry(asked, image, version),
    ...(query.has("$expand") ? { properties: details(image) } : {}),
  }));
}

function oneVersion(asked: Asked): Doc {
  const [, publisher = "", , offer = "", sku = "", version = ""] = asked.names;
  below(asked);
  const found = publishedImage(publisher, offer, sku, version);
  if (found === undefined || same(version, "latest"))
    throw absent(`VMImage ${[publisher, offer, sku, version].join(":")}`);
  return { ...versionEntry(asked, found.image, found.version), properties: details(found.image) };
}

const view = (path: string, what: string, answer: ViewRow["answer"], more: Partial<ViewRow> = {}): ViewRow => ({
  type: `Microsoft.Compute/locations/publishers${path}`,
  ends: "type",
  verb: "GET",
  apiVersions: machineVersions,
  what,
  evidence: "documented",
  answer,
  ...more,
});

const askedOf = (id: Parameters<ViewRow["answer"]>[0]["id"]): Asked => ({
  subscription: id.subscription,
  location: normalLocation(id.names[0] ?? ""),
  names: id.names,
});

/** What publishers offer: lists without a wrapping `value`, as Azure answers them. */
export const publishedImageViews: readonly ViewRow[] = [
  view("", "publishers are a bare list", ({ id }) => publisherList(askedOf(id))),
  view("/artifacttypes/offers", "offers of a publisher are a bare list", ({ id }) => offerList(askedOf(id))),
  view("/artifacttypes/offers/skus", "SKUs of an offer are a bare list", ({ id }) => skuList(askedOf(id))),
  view(
    "/artifacttypes/offers/skus/versions",
    "versions of a SKU are a bare list, ordered by name, with details when asked",
    ({ id, query }) => versionList(askedOf(id), query),
    { query: ["$expand", "$top", "$orderby"] },
  ),
  view(
    "/artifacttypes/offers/skus/versions",
    "a version tells generation and system",
    ({ id }) => oneVersion(askedOf(id)),
    {
      ends: "name",
    },
  ),
];
