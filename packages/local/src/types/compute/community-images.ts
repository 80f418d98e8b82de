import { type Doc, record, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine, ViewRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { galleryImageType, galleryType, galleryVersionType } from "./base.ts";
import { newestVersion } from "./gallery-versions.ts";
import { galleryVersions } from "./versions.ts";

/** The gallery that the community knows under a public name. */
function galleryNamed(engine: Engine, subscription: string, publicName: string): Row | undefined {
  return engine.rows.inSubscription(subscription, galleryType, "", 5_000).find((row) => {
    const info = record(valueAt(row.body, "properties.sharingProfile.communityGalleryInfo"));
    const names = Array.isArray(info["publicNames"]) ? info["publicNames"] : [];
    return (
      info["communityGalleryEnabled"] === true &&
      names.some((name) => text(name).toLowerCase() === publicName.toLowerCase())
    );
  });
}

const form = /^\/communityGalleries\/([^/]+)\/images\/([^/]+)(?:\/versions\/([^/]+))?$/i;

/** What `/CommunityGalleries/NAME/Images/IMAGE/Versions/latest` stands for. */
export function communityImage(
  engine: Engine,
  subscription: string,
  id: string,
): { definition: Row; version: Row | undefined } | undefined {
  const [, gallery = "", image = "", version = "latest"] = form.exec(id) ?? [];
  const row = galleryNamed(engine, subscription, gallery);
  const definition = row === undefined ? undefined : engine.rows.get(`${row.key}/images/${image.toLowerCase()}`);
  if (definition === undefined) return undefined;
  if (version.toLowerCase() === "latest") return { definition, version: newestVersion(engine, definition.key) };
  return { definition, version: engine.rows.get(`${definition.key}/versions/${version.toLowerCase()}`) };
}

interface Found {
  location: string;
  publicName: string;
  gallery: Row;
  names: readonly string[];
}

const found = ({ engine, id }: Parameters<ViewRow["answer"]>[0]): Found => {
  const [location = "", publicName = "", ...names] = id.names;
  const gallery = galleryNamed(engine, id.subscription, publicName);
  if (gallery === undefined)
    throw new Refusal(404, "NotFound", `The community gallery '${publicName}' was not found in '${location}'.`);
  return { location: normalLocation(location), publicName, gallery, names };
};

const identified = ({ publicName, location }: Found, path: string, name: string): Doc => ({
  name,
  location,
  identifier: { uniqueId: `/CommunityGalleries/${publicName}${path}` },
});

const galleryShown = (of: Found): Doc => {
  const info = record(valueAt(of.gallery.body, "properties.sharingProfile.communityGalleryInfo"));
  return {
    ...identified(of, "", of.publicName),
    type: "Microsoft.Compute/Locations/CommunityGalleries",
    properties: { communityMetadata: { ...info, publicNames: [of.publicName] } },
  };
};

const imageShown = (of: Found, row: Row): Doc => {
  const { osType, osState, hyperVGeneration, architecture, identifier, features } = record(row.body["properties"]);
  return {
    ...identified(of, `/Images/${row.name}`, row.name),
    type: "Microsoft.Compute/Locations/CommunityGalleries/Images",
    properties: {
      osType: osType ?? "Linux",
      osState: osState ?? "Generalized",
      hyperVGeneration: hyperVGeneration ?? "V2",
      architecture: architecture ?? "x64",
      identifier: identifier ?? {},
      ...(features === undefined ? {} : { features }),
    },
  };
};

const versionShown = (of: Found, image: Row, row: Row): Doc => {
  const { publishedDate, excludeFromLatest } = record(valueAt(row.body, "properties.publishingProfile"));
  return {
    ...identified(of, `/Images/${image.name}/Versions/${row.name}`, row.name),
    type: "Microsoft.Compute/Locations/CommunityGalleries/Images/Versions",
    properties: {
      publishedDate: publishedDate ?? "",
      excludeFromLatest: excludeFromLatest ?? false,
      storageProfile: {
        osDiskImage: {
          diskSizeGB: valueAt(row.body, "properties.storageProfile.osDiskImage.sizeInGB") ?? 30,
          hostCaching: "ReadWrite",
        },
      },
    },
  };
};

const imageOf = (engine: Engine, of: Found): Row => {
  const row = engine.rows.get(`${of.gallery.key}/images/${(of.names[0] ?? "").toLowerCase()}`);
  if (row !== undefined) return row;
  throw new Refusal(
    404,
    "NotFound",
    `The image '${of.names[0]}' of community gallery '${of.publicName}' was not found.`,
  );
};

const view = (
  path: string,
  ends: ViewRow["ends"],
  what: string,
  answer: ViewRow["answer"],
  more: Partial<ViewRow> = {},
): ViewRow => ({
  type: `Microsoft.Compute/locations/communityGalleries${path}`,
  ends,
  verb: "GET",
  apiVersions: galleryVersions,
  what,
  evidence: "documented",
  answer,
  ...more,
});

/** Galleries that are shared with the community, as anybody sees them. */
export const communityViews: readonly ViewRow[] = [
  view("", "name", "a gallery open to the community is found by its public name", (call) => galleryShown(found(call))),
  view(
    "/images",
    "type",
    "its images are listed",
    (call) => {
      const of = found(call);
      return call.engine.rows.inside(of.gallery.key, galleryImageType, "", 1_000).map((row) => imageShown(of, row));
    },
    { paged: true },
  ),
  view("/images", "name", "an image of it tells system and generation", (call) => {
    const of = found(call);
    return imageShown(of, imageOf(call.engine, of));
  }),
  view(
    "/images/versions",
    "type",
    "versions of an image are listed",
    (call) => {
      const of = found(call);
      const image = imageOf(call.engine, of);
      return call.engine.rows
        .inside(image.key, galleryVersionType, "", 1_000)
        .map((row) => versionShown(of, image, row));
    },
    { paged: true },
  ),
  view("/images/versions", "name", "a version tells its disk's size", (call) => {
    const of = found(call);
    const image = imageOf(call.engine, of);
    const row = call.engine.rows.get(`${image.key}/versions/${(of.names[1] ?? "").toLowerCase()}`);
    if (row === undefined) throw new Refusal(404, "NotFound", `The version '${of.names[1]}' was not found.`);
    return versionShown(of, image, row);
  }),
];
