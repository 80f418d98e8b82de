import type { Doc } from "../../documents/document.ts";
import type { VaultObjects } from "../objects.ts";
import type { Vault } from "../vault.ts";

/** An order for a certificate: what a vault keeps of it until it is deleted, or another takes its place. */
export interface Pending {
  /** The certificate's name. */
  name: string;
  requestId: string;
  /** The version that it becomes. */
  version: string;
  status: "inProgress" | "completed" | "failed" | "cancelled";
  /** Who signs. */
  issuer: string;
  /** When the authority has worked on it long enough, milliseconds since the Unix epoch; absent where nobody does. */
  dueAt?: number;
  /** PEM of PKCS #8; absent once the certificate has it. */
  key?: string;
  /** PKCS #10, base64. */
  csr: string;
  policy: Doc;
  attributes: Doc;
  tags: Doc;
  cancellationRequested: boolean;
  error?: { code: string; message: string };
  createdAt: number;
}

const prefix = "pending ";

/** What a vault keeps of a certificate besides its versions. */
export const certificateSettings = (objects: VaultObjects, { instance }: Pick<Vault, "instance">) => ({
  pending: (name: string): Pending | undefined => objects.setting(instance, `${prefix}${name}`) as Pending | undefined,
  setPending: (name: string, pending: Pending | undefined): void =>
    objects.setSetting(instance, `${prefix}${name}`, pending as Doc | undefined),
  allPending: (): Pending[] => objects.settings(instance, prefix).map(({ value }) => value as unknown as Pending),
  policy: (name: string): Doc | undefined => objects.setting(instance, `policy ${name}`),
  setPolicy: (name: string, policy: Doc | undefined): void => objects.setSetting(instance, `policy ${name}`, policy),
  /** When a certificate is renewed. */
  renewals: (): { name: string; at: number }[] =>
    objects.settings(instance, "renewal ").map(({ value }) => value as unknown as { name: string; at: number }),
  setRenewal: (name: string, at: number | undefined): void =>
    objects.setSetting(instance, `renewal ${name}`, at === undefined ? undefined : { name, at }),
});
