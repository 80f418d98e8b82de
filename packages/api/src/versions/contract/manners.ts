/** How a version reads and writes, besides what its members are (spec 01 §1.4). */
export interface Manners {
  /** Names of members count in whatever case a body writes them. */
  namesInAnyCase: boolean;
  /** The order of members in answers. */
  replyOrder: "declared" | "alphabetical";
  /** Objects shown even when nothing is in them. */
  alwaysShown: readonly string[];
  /** Scalars shown even when they are zero, false or empty. */
  zerosShown: readonly string[];
  /** What is shown where nothing is stored. */
  shownWhenUnset: Readonly<Record<string, string>>;
  /** `workerProfiles` shows the workers as they are, where that is known: until 2023-09-04 nothing else did (spec 01 §1.2). */
  workersAsTheyAre: boolean;
  /** Entries of the catalogues of versions and role sets have a name and a type. */
  namesCatalogEntries: boolean;
  /** Provisioning states that the version has another word for, its list being closed. */
  stateNames: Readonly<Record<string, string>>;
}

/** The envelope as it was declared, whatever order the common types have (spec 01 §1.5). */
export const declaredEnvelope = ["id", "name", "type", "location", "systemData", "tags", "properties", "identity"];
