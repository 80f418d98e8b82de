/** A file as a container sees it mounted. */
export interface MountedFile {
  content: Uint8Array;
  /** Permission bits. */
  mode: number;
}
