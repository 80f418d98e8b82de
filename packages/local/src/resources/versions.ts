/** What older versions of a provider did not know yet, oldest first: model → members. */
export type History = readonly {
  version: string;
  lacks: Readonly<Record<string, readonly string[]>>;
}[];

/** What one version lacks: model → members. */
export type Lacking = ReadonlyMap<string, ReadonlySet<string>>;

/** Finds what a version lacks. A version without an entry of its own lacks at least what the next later entry lacks. */
export function createVersions(history: History): (version: string) => Lacking | undefined {
  const entries = history.map(({ version, lacks }) => ({
    version,
    lacking: new Map(Object.entries(lacks).map(([model, members]) => [model, new Set(members)])),
  }));
  return (version) => entries.find((entry) => entry.version >= version)?.lacking;
}
