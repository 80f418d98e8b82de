import type { ReadRequest } from "@aro/pki";

/** Why a signer does not sign; undefined when it does. */
export type Refusal = (request: ReadRequest, usages: readonly string[]) => string | undefined;

const only =
  (required: readonly string[], allowed: readonly string[]) =>
  (usages: readonly string[]): string | undefined =>
    required.every((one) => usages.includes(one)) && usages.every((one) => [...required, ...allowed].includes(one))
      ? undefined
      : `usages did not match [${required.join(" ")}], with [${allowed.join(" ")}] besides`;

const kubeletClientUsages = only(["digital signature", "client auth"], ["key encipherment"]);
const kubeletServingUsages = only(["digital signature", "server auth"], ["key encipherment"]);
const clientUsages = only(["client auth"], ["digital signature", "key encipherment"]);

const isNode = ({ commonName, organizations }: ReadRequest): string | undefined => {
  if (organizations.length !== 1 || organizations[0] !== "system:nodes")
    return "subject organization is not system:nodes";
  return commonName.startsWith("system:node:") ? undefined : "subject common name does not begin with system:node:";
};

/** A kubelet that proves to the API server who it is. */
export const kubeletClient: Refusal = (request, usages) => {
  const fault = isNode(request);
  if (fault !== undefined) return fault;
  const { dnsNames, addresses, emails, uris } = request;
  if ([dnsNames, addresses, emails, uris].some((names) => names.length > 0))
    return "subject alternative names are not allowed";
  return kubeletClientUsages(usages);
};

/** A kubelet that serves logs and exec. */
const kubeletServing: Refusal = (request, usages) => {
  const fault = isNode(request);
  if (fault !== undefined) return fault;
  const { dnsNames, addresses, emails, uris } = request;
  if (dnsNames.length === 0 && addresses.length === 0) return "DNS or IP subject alternative name is required";
  if (emails.length > 0 || uris.length > 0) return "email and URI subject alternative names are not allowed";
  return kubeletServingUsages(usages);
};

/** Signers of Kubernetes itself, and what they refuse. */
export const signers: Readonly<Record<string, Refusal>> = {
  "kubernetes.io/kube-apiserver-client": (_, usages) => clientUsages(usages),
  "kubernetes.io/kube-apiserver-client-kubelet": kubeletClient,
  "kubernetes.io/kubelet-serving": kubeletServing,
  "kubernetes.io/legacy-unknown": () => undefined,
};

/** Flags of the key usage extension. */
export const keyUsages: Readonly<Record<string, number>> = {
  signing: 1,
  "digital signature": 1,
  "content commitment": 2,
  "key encipherment": 4,
  "data encipherment": 8,
  "key agreement": 16,
  "cert sign": 32,
  "crl sign": 64,
  "encipher only": 128,
  "decipher only": 256,
};

/** Object identifiers of the extended key usage. */
export const extendedKeyUsages: Readonly<Record<string, string>> = {
  any: "2.5.29.37.0",
  "server auth": "1.3.6.1.5.5.7.3.1",
  "client auth": "1.3.6.1.5.5.7.3.2",
  "code signing": "1.3.6.1.5.5.7.3.3",
  "email protection": "1.3.6.1.5.5.7.3.4",
  "s/mime": "1.3.6.1.5.5.7.3.4",
  "ipsec end system": "1.3.6.1.5.5.7.3.5",
  "ipsec tunnel": "1.3.6.1.5.5.7.3.6",
  "ipsec user": "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  "ocsp signing": "1.3.6.1.5.5.7.3.9",
  "microsoft sgc": "1.3.6.1.4.1.311.10.3.3",
  "netscape sgc": "2.16.840.1.113730.4.1",
};
