import type { Random } from "@aro/runtime";
import type { IssuingAuthorities } from "../../pki/issuing-authorities.ts";
import type { LeafRequest } from "../../pki/leaf-request.ts";
import { json } from "../../wall/answers.ts";
import type { Wall } from "../../wall/wall.ts";

/** An order for a certificate, as a vault sends it to who signs. */
export interface Order {
  leaf: LeafRequest;
  /** PEM of PKCS #8. In Azure only the request leaves the vault; here both sides are one process. */
  key: string;
}

/** Public authorities that vaults know from the beginning: the one of the service (spec 03 §10.4). */
export const publicIssuers = ["OneCertV2-PublicCA"] as const;

/**
 * The authorities outside of the vaults that sign what vaults order: `POST /issuers/{issuer}/certificates/{vault}/{name}`. A wall, so that faults
 * strike between a vault and its authority as they do elsewhere, with `emulator` as the caller: a status below 500 ends the order, another
 * or none leaves it waiting.
 */
export function issuingWall({ authorities, random }: { authorities: IssuingAuthorities; random: Random }): Wall {
  return async ({ url, body }) => {
    const issuer = decodeURIComponent(url.pathname.split("/")[2] ?? "");
    const { leaf, key } = JSON.parse(new TextDecoder().decode(body)) as Order;
    const { signLeaf } = await import("../../pki/leaf.ts");
    if (issuer === "Self") return json(200, { chain: [await signLeaf(leaf, key, random)] });
    const authority = await authorities.of(issuer);
    const [common] = /(?<=CN=)[^,]+/.exec(leaf.subject) ?? [];
    // A public authority vouches for names only as alternative names of the subject.
    const named = common?.includes(".") === true && leaf.dnsNames.length === 0 ? { ...leaf, dnsNames: [common] } : leaf;
    return json(200, { chain: [await signLeaf(named, key, random, authority), authority.certificate] });
  };
}
