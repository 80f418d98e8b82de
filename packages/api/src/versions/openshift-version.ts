/** An OpenShift version as clusters have it (spec 01 Appendix C). */
export interface OpenShiftVersionNumber {
  major: number;
  minor: number;
  patch: number;
  /** What follows the three numbers; ignored by order, counted by equality. */
  suffix: string;
}

/** `text` as a version, or undefined when it does not begin with three numbers. */
export function parseVersion(text: string): OpenShiftVersionNumber | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(.*)/.exec(text.trim());
  if (match === null) return undefined;
  const [, major, minor, patch, suffix = ""] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), suffix };
}

/** Negative, zero or positive as `a` comes before, beside or after `b`; by the three numbers alone. */
export const compareVersions = (a: OpenShiftVersionNumber, b: OpenShiftVersionNumber): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

const number = "(?:0|[1-9]\\d*)";
const prerelease = `(?:${number}|\\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const strict = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-${prerelease}(?:\\.${prerelease})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/** Whether `text` is X.Y.Z by semantic versioning, pre-release and build allowed: what an install and `upgradeableTo` must be. */
export const isStrictVersion = (text: string): boolean => strict.test(text);
