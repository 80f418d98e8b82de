import { type Doc, isDoc, record, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine } from "../../resources/contract.ts";
import { galleryImageType, galleryVersionType, imageType, invalidParameter, missingParameter } from "./base.ts";
import { communityImage } from "./community-images.ts";
import { newestVersion } from "./gallery-versions.ts";
import { publishedImage, publishedImageId } from "./published-images.ts";
import type { Size } from "./sizes.ts";

/** What a machine is made of. */
export interface Source {
  system: "Linux" | "Windows";
  generation: "V1" | "V2";
  architecture: "x64" | "Arm64";
  sizeGb: number;
  /** What `latest` came to. */
  exactVersion?: string;
  /** How the disk names it: `creationData` less the option. */
  data: Doc;
}

const notFound = (message: string): Refusal => new Refusal(404, "ImageNotFound", message, { target: "imageReference" });

function fromImage(row: Row): Source {
  const disk = record(valueAt(row.body, "properties.storageProfile.osDisk"));
  return {
    system: disk["osType"] === "Windows" ? "Windows" : "Linux",
    generation: valueAt(row.body, "properties.hyperVGeneration") === "V2" ? "V2" : "V1",
    architecture: "x64",
    sizeGb: Number(disk["diskSizeGB"] ?? 30),
    data: { imageReference: { id: row.id } },
  };
}

/** What a definition in a gallery and one of its versions come to. */
function fromGallery(definition: Row, version: Row | undefined, named: Doc): Source {
  const shown = record(definition.body["properties"]);
  if (version === undefined)
    throw notFound(`The gallery image ${definition.id} has no version that a machine can be made of.`);
  const size = valueAt(version.body, "properties.storageProfile.osDiskImage.sizeInGB");
  return {
    system: shown["osType"] === "Windows" ? "Windows" : "Linux",
    generation: shown["hyperVGeneration"] === "V1" ? "V1" : "V2",
    architecture: shown["architecture"] === "Arm64" ? "Arm64" : "x64",
    sizeGb: Number(size ?? 30),
    exactVersion: version.name,
    data: { galleryImageReference: Object.keys(named).length > 0 ? named : { id: version.id } },
  };
}

function fromId(engine: Engine, id: string): Source {
  const parsed = parseId(id);
  const row = engine.rows.get(id.toLowerCase());
  const absent = notFound(`The image '${id}' was not found.`);
  if (parsed === undefined || row === undefined) throw absent;
  if (parsed.typeKey === imageType) return fromImage(row);
  if (parsed.typeKey === galleryImageType) return fromGallery(row, newestVersion(engine, row.key), {});
  const definition = engine.rows.get(row.owner);
  if (parsed.typeKey === galleryVersionType && definition !== undefined) return fromGallery(definition, row, {});
  throw invalidParameter("imageReference.id", `The value '${id}' of parameter imageReference.id is not an image's id.`);
}

/** The image that a reference names; refuses one that is not there. */
export function imageOf(change: Change, reference: Doc): Source {
  const { engine, id, location } = change;
  const own = text(reference["id"]) || text(reference["sharedGalleryImageId"]);
  if (own !== "") return fromId(engine, own);
  const community = text(reference["communityGalleryImageId"]);
  if (community !== "") {
    const found = communityImage(engine, id.subscription, community);
    if (found === undefined) throw notFound(`The community gallery image '${community}' was not found.`);
    return fromGallery(found.definition, found.version, { communityGalleryImageId: community });
  }
  const [publisher, offer, sku, version] = ["publisher", "offer", "sku", "version"].map((name) => {
    const value = text(reference[name]);
    if (value === "") throw missingParameter(`imageReference.${name}`);
    return value;
  }) as [string, string, string, string];
  const found = publishedImage(publisher, offer, sku, version);
  if (found === undefined)
    throw new Refusal(
      404,
      "PlatformImageNotFound",
      `The platform image '${publisher}:${offer}:${sku}:${version}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
      { target: "imageReference" },
    );
  const { image } = found;
  return {
    system: image.system,
    generation: image.generation,
    architecture: image.architecture,
    sizeGb: image.sizeGb,
    exactVersion: found.version,
    data: { imageReference: { id: publishedImageId(id.subscription, location, image, found.version) } },
  };
}

/** Whether two references name the same image. */
export const sameImage = (one: Doc, other: Doc): boolean =>
  ["id", "sharedGalleryImageId", "communityGalleryImageId", "publisher", "offer", "sku", "version"].every(
    (name) => text(one[name]).toLowerCase() === text(other[name]).toLowerCase(),
  );

/** The image reference of a kept machine. */
export const referenceOf = (body: Doc | undefined): Doc | undefined => {
  const found = body === undefined ? undefined : valueAt(body, "properties.storageProfile.imageReference");
  return isDoc(found) ? found : undefined;
};

/** Refuses an image that a size cannot boot. */
export function refuseUnbootable(size: Size, source: Source): void {
  const refuse = (message: string): never => {
    throw new Refusal(400, "BadRequest", message);
  };
  if (size.architecture !== source.architecture)
    refuse(
      `Cannot create a VM of size '${size.name}' because this VM size only supports a CPU Architecture of '${size.architecture}', but an image or disk with CPU Architecture '${source.architecture}' was given. Please check that the CPU Architecture of the image or disk is compatible with that of the VM size.`,
    );
  const generation = source.generation === "V1" ? 1 : 2;
  if (!size.generations.split(",").includes(source.generation))
    refuse(
      `The selected VM size '${size.name}' cannot boot Hypervisor Generation '${generation}'. If this was a Create operation please check that the Hypervisor Generation of the Image matches the Hypervisor Generation of the selected VM Size. If this was an Update operation please select a Hypervisor Generation '${generation}' VM Size. For more information, see https://aka.ms/azuregen2vm`,
    );
}
