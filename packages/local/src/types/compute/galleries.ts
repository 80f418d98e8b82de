import { isDoc, record, setAt, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ActionRow, Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { galleryRow, invalidParameter, notAllowed } from "./base.ts";

/** What lies in something keeps it from being deleted. */
export const emptyFirst = (what: string): RemovalRule => ({
  name: `${what} that holds something is not deleted`,
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    const inner = phase === "asked" ? engine.rows.inside(row.key, undefined, "", 1)[0] : undefined;
    if (inner === undefined) return;
    throw new Refusal(
      409,
      "CannotDeleteResource",
      `Can not delete resource before nested resources are deleted: '${inner.id}'.`,
    );
  },
});

const complete: Rule = {
  name: "a gallery has a unique name, and public names when it is to be shared with the community",
  evidence: "documented",
  apply: ({ engine, doc, before, id }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    properties["identifier"] = { uniqueName: `${id.subscription}-${id.name.toUpperCase()}` };
    const sharing = properties["sharingProfile"];
    if (!isDoc(sharing)) return;
    const community = sharing["permissions"] === "Community";
    const info = record(sharing["communityGalleryInfo"]);
    if (!community) {
      delete sharing["communityGalleryInfo"];
      return;
    }
    const old = record(
      before === undefined ? undefined : valueAt(before.body, "properties.sharingProfile.communityGalleryInfo"),
    );
    for (const name of ["publisherUri", "publisherContact", "eula", "publicNamePrefix"]) {
      info[name] ??= old[name] ?? null;
      if (text(info[name]) === "")
        throw invalidParameter(
          `sharingProfile.communityGalleryInfo.${name}`,
          `Required parameter 'sharingProfile.communityGalleryInfo.${name}' is missing (null).`,
        );
    }
    sharing["communityGalleryInfo"] = {
      ...info,
      communityGalleryEnabled: old["communityGalleryEnabled"] ?? false,
      publicNames: old["publicNames"] ?? [`${text(info["publicNamePrefix"])}-${engine.random.uuid()}`],
    };
  },
};

const share: ActionRow = {
  name: "share",
  verb: "POST",
  what: "opens a gallery to the community, or closes it",
  evidence: "documented",
  model: "SharingUpdate",
  takes: [1_000, 3_000],
  label: "ShareGalleryOperation",
  run: ({ body, row }) => {
    const operation = text(body["operationType"]);
    if (operation !== "EnableCommunity" && operation !== "Reset")
      throw new Refusal(
        400,
        "NotSupportedByEmulatedAzure",
        `The emulated Azure does not carry out the sharing operation '${operation}'; it knows EnableCommunity and Reset.`,
      );
    const permissions = valueAt(row.body, "properties.sharingProfile.permissions");
    if (operation === "EnableCommunity" && permissions !== "Community")
      throw notAllowed(
        `The gallery '${row.name}' is not for the community: its sharing permissions are '${text(permissions) || "Private"}'.`,
      );
    return undefined;
  },
  finish: ({ engine, body, row }) => {
    const doc = structuredClone(row.body);
    const enabled = body["operationType"] === "EnableCommunity";
    if (valueAt(doc, "properties.sharingProfile.communityGalleryInfo") !== undefined)
      setAt(doc, "properties.sharingProfile.communityGalleryInfo.communityGalleryEnabled", enabled);
    engine.rows.put({ ...row, body: doc, etag: freshEtag(engine) });
    return { operationType: text(body["operationType"]) };
  },
};

/** Galleries of images and applications. */
export const galleries: TypeRow = galleryRow({
  type: "Microsoft.Compute/galleries",
  model: "Gallery",
  patchModel: "GalleryUpdate",
  label: "Gallery",
  takes: { put: [2_000, 5_000], delete: [2_000, 5_000] },
  namePattern: /^[A-Za-z0-9][\w.]{0,78}[A-Za-z0-9]$|^[A-Za-z0-9]$/,
  query: { GET: ["$select"] },
  expands: ["sharingProfile/Groups"],
  rules: [complete, identityAssignment],
  removal: [emptyFirst("a gallery"), identityGoes],
  actions: [share],
});
