import type {
  BlobServiceClient,
  ContainerClient,
  StoragePipelineOptions,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";

/** What a plain request came to. */
export interface Sent {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** A blob service that the suite is run against. */
export interface Target {
  service: BlobServiceClient;
  credential: StorageSharedKeyCredential;
  /** For clients that a case makes itself. */
  options: StoragePipelineOptions;
  /** Sends a plain request; the address carries its own proof. */
  send(
    method: string,
    url: string,
    options?: { headers?: Readonly<Record<string, string>>; body?: string | Uint8Array },
  ): Promise<Sent>;
}

/** One fact of the suite. */
export interface Case {
  name: string;
  run(target: Target, container: ContainerClient): Promise<void>;
}

/** Whether an error of the SDK has this status, and this code where one is given. */
export const refused =
  (status: number, code?: string) =>
  (error: unknown): true => {
    const { statusCode, code: found, message } = error as { statusCode?: number; code?: string; message?: string };
    if (statusCode !== status || (code !== undefined && found !== code))
      throw new Error(`expected ${status} ${code ?? ""}, got ${statusCode} ${found}: ${message}`);
    return true;
  };

/** All of an async list. */
export async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const one of list) items.push(one);
  return items;
}

/** The bytes that a download carries. */
export async function bytesOf(stream: NodeJS.ReadableStream | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
