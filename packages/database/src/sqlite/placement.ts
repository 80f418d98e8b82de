import { pageBytes } from "./connection.ts";

/** Rowids of small documents begin here; large ones and all that former versions wrote lie below. */
const smallDocuments = 2 ** 48;

/**
 * The rowid of a new document: where it lies in the file. Small documents lie with small ones and large ones with large ones. In the order in which
 * they are written a cluster leaves no room on its page for its operation and its work item, nor do they for the next cluster: a third of
 * what is written would be empty. A commit sequence number is higher than there have ever been rows, so no two rowids meet, whichever
 * version wrote the others.
 */
export const rowidOf = (sequence: number, text: string): number =>
  text.length > pageBytes / 2 ? sequence : smallDocuments + sequence;
