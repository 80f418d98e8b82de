/** What stands percent-encoded in an address; undefined where it is not encoded as it should be. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
