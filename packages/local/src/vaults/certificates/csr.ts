import type { LeafRequest } from "../../pki/leaf-request.ts";

/** The request for a certificate, PKCS #10 in base64. */
export async function certificateRequestOf(leaf: LeafRequest, key: string): Promise<string> {
  const { certificateRequest } = await import("../../pki/leaf.ts");
  return (await certificateRequest(leaf, key)).toString("base64");
}
