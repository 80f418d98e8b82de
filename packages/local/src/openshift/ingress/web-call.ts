/** A call of what stands behind the ingress, its body read whole. */
export interface WebCall {
  method: string;
  /** As it was dialled: `https://oauth-openshift.apps.DOMAIN/oauth/authorize?…`. */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What it is answered. */
export interface WebAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}
