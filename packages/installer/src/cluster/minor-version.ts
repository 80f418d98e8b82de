/** Minor version, such as `4.19`. */
export const minorVersionOf = (version: string): string => version.split(".").slice(0, 2).join(".");
