import type { Cloud } from "@aro/api";
import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { CertificateClient, CertificatePolicy } from "@azure/keyvault-certificates";
import { failureOf } from "./failure.ts";

/** What a certificate of a vault is to be (spec 03 §10.4). */
export interface WantedCertificate {
  name: string;
  /** The common name and the one alternative name. */
  commonName: string;
  dnsName: string;
}

/** How far the issuing of a certificate is. */
export type Issuance =
  | { state: "issued" }
  | { state: "issuing" }
  /** `mayPass`: the authority tries again by itself. */
  | { state: "failed"; mayPass: boolean; reason: string };

/** `none`: nothing is kept, or not yet: a deletion takes seconds. `kept`: the vault is protected from purging, or we may not purge. */
export type Purge = "done" | "none" | "kept";

/** Certificates of one vault that a public authority issues. */
export interface VaultCertificates {
  /** Orders it, unless it is `there` or on order already. `kept`: not before a deleted one of that name is purged. */
  order(wanted: WantedCertificate, signal: AbortSignal): Promise<"ordered" | "there" | "kept">;
  issuance(name: string, signal: AbortSignal): Promise<Issuance>;
  /** Orders a new version from the authority of today, when the present one came from another; whether it did. */
  correctIssuer(name: string, signal: AbortSignal): Promise<boolean>;
  /** False when there was none. A vault that deletes softly keeps it, private key and all, until it is purged. */
  remove(name: string, signal: AbortSignal): Promise<boolean>;
  /** Does away with what a vault keeps of a deleted one. */
  purge(name: string, signal: AbortSignal): Promise<Purge>;
}

const issuer = "OneCertV2-PublicCA";
const serverAuthentication = "1.3.6.1.5.5.7.3.1";

/** The certificates of the vault of that name, as `credential`; `httpClient` is how it is reached, the library's own way when absent. */
export function vaultCertificates(
  cloud: Cloud,
  vault: string,
  credential: TokenCredential,
  httpClient?: HttpClient,
): VaultCertificates {
  const options = httpClient === undefined ? {} : { httpClient };
  const url = `https://${vault}.${cloud.suffixes.keyVault}`;
  let made: Promise<CertificateClient> | undefined;
  const client = (): Promise<CertificateClient> => {
    made ??= import("@azure/keyvault-certificates").then(
      ({ CertificateClient: Client }) => new Client(url, credential, options),
    );
    return made;
  };
  const operationOf = async (name: string, signal: AbortSignal) => {
    try {
      const vaults = await client();
      return (await vaults.getCertificateOperation(name, { abortSignal: signal })).getOperationState()
        .certificateOperation;
    } catch (error) {
      if (failureOf(error).status === 404) return undefined;
      throw error;
    }
  };
  return {
    order: async ({ name, commonName, dnsName }, signal) => {
      const state = (await operationOf(name, signal))?.status;
      if (state === "completed" || state === "inProgress") return "there";
      const vaults = await client();
      const begun = vaults.beginCreateCertificate(
        name,
        {
          issuerName: issuer,
          subject: `CN=${commonName}`,
          subjectAlternativeNames: { dnsNames: [dnsName] },
          keyType: "RSA",
          keySize: 2048,
          exportable: true,
          contentType: "application/x-pem-file",
          enhancedKeyUsage: [serverAuthentication],
          keyUsage: ["digitalSignature", "keyEncipherment"],
          validityInMonths: 3,
          lifetimeActions: [{ action: "AutoRenew", daysBeforeExpiry: 30 }],
        },
        { abortSignal: signal },
      );
      try {
        await begun;
        return "ordered";
      } catch (error) {
        if (failureOf(error).status === 409) return "kept";
        throw error;
      }
    },
    issuance: async (name, signal) => {
      const operation = await operationOf(name, signal);
      if (operation === undefined) return { state: "failed", mayPass: false, reason: "it was never ordered" };
      if (operation.status === "completed") return { state: "issued" };
      if (operation.status === "inProgress") return { state: "issuing" };
      const reason = operation.error?.message ?? operation.statusDetails ?? `its state is ${operation.status}`;
      return { state: "failed", mayPass: reason.includes("[Status:FailedCanRetry]"), reason };
    },
    correctIssuer: async (name, signal) => {
      const vaults = await client();
      const policy = await vaults.getCertificatePolicy(name, { abortSignal: signal });
      if (policy.issuerName === issuer) return false;
      const corrected = { ...policy, issuerName: issuer };
      await vaults.updateCertificatePolicy(name, corrected, { abortSignal: signal });
      await vaults.beginCreateCertificate(name, corrected as CertificatePolicy, { abortSignal: signal });
      return true;
    },
    remove: async (name, signal) => {
      try {
        await (await client()).beginDeleteCertificate(name, { abortSignal: signal });
        return true;
      } catch (error) {
        if (failureOf(error).status === 404) return false;
        throw error;
      }
    },
    purge: async (name, signal) => {
      try {
        await (await client()).purgeDeletedCertificate(name, { abortSignal: signal });
        return "done";
      } catch (error) {
        const { status } = failureOf(error);
        if (status === 404 || status === 409) return "none";
        if (status === 400 || status === 403) return "kept";
        throw error;
      }
    },
  };
}
