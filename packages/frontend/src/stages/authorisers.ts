/** Who a certificate speaks for. */
export interface Authoriser {
  /** Whether the holder of this certificate (DER) may call now. */
  authorises(certificate: Uint8Array): boolean;
  /** Whether it knows enough to say so. */
  ready(): boolean;
}

/** One authoriser for each kind of caller; without `admin` nobody is an administrator. */
export interface Authorisers {
  arm: Authoriser;
  admin?: Authoriser;
}
