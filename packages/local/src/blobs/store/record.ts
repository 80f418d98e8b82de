/** What a blob says of its content. */
export interface ContentProperties {
  contentType: string;
  contentEncoding?: string;
  contentLanguage?: string;
  contentDisposition?: string;
  cacheControl?: string;
  /** Base64. */
  contentMd5?: string;
}

/** A lease as it is kept; whether it has expired is seen when somebody asks. Times are milliseconds since the Unix epoch. */
export interface Lease {
  id: string;
  /** Seconds; -1 lasts until it is given back. */
  duration: number;
  /** When it ends by itself; absent when it does not. */
  endsAt?: number;
  /** When it was broken it ends, at the latest. */
  brokenAt?: number;
}

/** Where the bytes of a blob came from, when they were copied. */
export interface CopyRecord {
  id: string;
  source: string;
  /** Milliseconds since the Unix epoch. */
  completedAt: number;
  size: number;
}

/** A blob or a snapshot of one, without its bytes. */
export interface BlobRecord {
  /** Instance of the container. */
  container: string;
  name: string;
  /** Empty for the blob itself. */
  snapshot: string;
  kind: "BlockBlob" | "AppendBlob";
  size: number;
  etag: string;
  createdAt: number;
  changedAt: number;
  properties: ContentProperties;
  metadata: Readonly<Record<string, string>>;
  /** Access tier, when it was chosen. */
  tier?: { name: string; changedAt: number };
  copy?: CopyRecord;
  lease?: Lease;
  /** Blocks that were appended. */
  appended?: number;
  /** Only blocks were sent yet: nobody can read it. */
  uncommitted?: true;
}

/** A stretch of stored bytes. */
export interface Piece {
  /** Id of the block, base64 as it was sent; empty where the blob was put whole. */
  id: string;
  content: number;
  size: number;
}
