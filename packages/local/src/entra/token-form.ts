/** The forms of the authority: Entra's two generations, and that of AD FS, which older `az` needs. */
export type TokenForm = "v1" | "v2" | "adfs";
