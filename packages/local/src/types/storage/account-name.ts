/** What accounts may be called. */
export const accountName = /^[a-z0-9]{3,24}$/;

/** How another name is refused, at its check and at its PUT. */
export const accountNameProblem = {
  code: "AccountNameInvalid",
  told: (name: string): string =>
    `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
} as const;
