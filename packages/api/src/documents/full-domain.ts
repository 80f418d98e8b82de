/** A cluster's domain in full: a short one stands below the region's (spec 03 §0 "domain (full)"). */
export const fullDomain = (domain: string, regionalDomain: string): string =>
  domain.includes(".") ? domain : `${domain}.${regionalDomain}`;
